#!/usr/bin/env bash
# Installs the real clients that tests/clients drives, into the folder that PROVISO_NPM names, and nothing anywhere else.
set -euo pipefail
folder=${PROVISO_NPM:-$HOME/.cache/proviso-npm}
mkdir -p "$folder"
cd "$folder"
[ -f package.json ] || echo '{"private": true}' >package.json
npm install --ignore-scripts --no-audit --no-fund --save-exact \
  local-slack-linux-x64@0.1.8 \
  adaptivecards@3.0.6 swiper@12.2.0 markdown-it@15.0.3 \
  slack-blocks-to-jsx@1.1.1 react@18.3.1 react-dom@18.3.1 \
  esbuild@0.28.2
echo "installed into $folder"
