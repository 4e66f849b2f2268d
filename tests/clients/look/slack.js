// Draws Block Kit by slack-blocks-to-jsx: a message, or a view with the frame that a modal has.

import { createElement as h } from "react";
import { createRoot } from "react-dom/client";
import { flushSync } from "react-dom";
import { Message } from "slack-blocks-to-jsx";
import "slack-blocks-to-jsx/dist/style.css";

const FACE = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><rect width='1' height='1' fill='%230f4d3d'/></svg>";
const words = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

// This library reads `verbatim` as "no markup at all"; in Slack it only means that bare words are not made into links
// and mentions. Drawn without it, so that whatever could come alive does.
const lively = (value) => JSON.parse(JSON.stringify(value, (key, one) => (key === "verbatim" ? undefined : one)));

window.show = (payload, theme) => {
  document.documentElement.dataset.theme = theme;
  const view = payload.type === "modal";
  const plain = { blocks: lively(payload.blocks), name: "Proviso", logo: FACE, theme, time: new Date(2027, 2, 3, 9, 0) };
  const drawn = h(Message, { ...plain, withoutWrapper: view || payload.type === "home" });
  const foot = [payload.close, payload.submit].filter(Boolean).map((one) => h("button", { key: one.text }, words(one.text)));
  const frame = view ? [h("h1", { key: 0 }, words(payload.title.text)), h("div", { key: 1 }, drawn), h("footer", { key: 2 }, foot)] : drawn;
  const screen = document.getElementById("screen");
  screen.replaceChildren(document.createElement("div"));
  flushSync(() => createRoot(screen.firstChild).render(frame));
  return [];
};
