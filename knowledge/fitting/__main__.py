"""`make fit`: library + lexicon + training policies → `knowledge/data/model.npz`, with figures on left-out policies."""

from __future__ import annotations

from pathlib import Path

from knowledge.engine.library import shipped_situations
from knowledge.fitting.contrasts import contrast_signs
from knowledge.fitting.examples import make_examples
from knowledge.fitting.recognisers import fit_recognisers
from knowledge.fitting.steps import fit_steps, left_out
from knowledge.fitting.training import read_training, training_folder


def main() -> None:
    """Fit everything, print what it gives on policies left out, write the data file."""
    situations = shipped_situations()
    numbers = fit_recognisers(situations)
    questions = sum(len(s.questions) for s in situations)
    print(f"{len(situations)} situations, {questions} questions, {len(numbers.vocabulary)} features")
    examples = make_examples(read_training(training_folder()), numbers)
    contrasts = list(contrast_signs(training_folder() / "verdicts", numbers))
    rows = left_out(examples, contrasts)
    numbers.weights.update(fit_steps(examples, rows, contrasts))
    place = Path(__file__).parent.parent / "data" / "model.npz"
    fresh = place.with_name("model.fresh.npz")
    numbers.save(str(fresh))
    fresh.replace(place)  # swapped whole: somebody may be reading the old one


if __name__ == "__main__":
    main()
