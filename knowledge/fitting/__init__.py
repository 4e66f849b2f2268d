"""Makes `knowledge/data/model.npz` from readable text. Needs scikit-learn; nothing here runs at answering time."""
