// The same message as Slack and as Teams would show it: a small, faithful drawing of their JSON.

import { el } from "./parts.js";

export function slack(message) {
  return el(
    "div",
    { class: "slack" },
    el(
      "div",
      { class: "slack-message" },
      el("span", { class: "slack-face", "aria-hidden": "true" }, "P"),
      el(
        "div",
        {},
        el("p", { class: "slack-name" }, el("strong", {}, "Proviso"), " ", el("span", { class: "badge" }, "APP")),
        message.blocks.map(block),
      ),
    ),
    raw("Notification and screen reader text", unescape(message.text)),
    raw("Block Kit JSON", JSON.stringify(message, null, 2)),
  );
}

export function teams(activity) {
  const card = activity.attachments[0].content;
  return el(
    "div",
    { class: "teams" },
    el("p", { class: "teams-name" }, "Proviso"),
    el(
      "div",
      { class: "teams-card" },
      card.body.map(element),
      card.actions?.length ? el("div", { class: "teams-actions" }, actions(card.actions)) : null,
    ),
    raw("Notification text", activity.summary),
    raw("Adaptive Card JSON", JSON.stringify(activity, null, 2)),
  );
}

function raw(name, words) {
  return el("details", { class: "raw" }, el("summary", {}, name), el("pre", { tabindex: "0" }, words));
}

// --- Block Kit ---

function block(one) {
  switch (one.type) {
    case "header":
      return el("p", { class: "slack-header" }, unescape(one.text.text));
    case "section":
      return one.fields
        ? el("div", { class: "slack-fields" }, one.fields.map((field) => el("p", {}, inline(field.text))))
        : el("div", { class: "slack-section" }, mrkdwn(one.text.text));
    case "context":
      return el("div", { class: "slack-context" }, one.elements.map((element) => el("p", {}, inline(element.text))));
    case "rich_text": // words to be copied, as they are
      return el("pre", { class: "slack-preformatted" }, one.elements.flatMap((part) => part.elements.map((run) => run.text)));
    case "actions":
      return el(
        "div",
        { class: "slack-actions" },
        one.elements.map((button) => el("span", { class: `slack-button ${button.style ?? ""}` }, unescape(button.text.text))),
      );
    default:
      return null;
  }
}

// Lines that begin with ">" are a quotation; everything else is a paragraph with its line ends.
function mrkdwn(text) {
  const groups = [];
  for (const line of text.split("\n")) {
    const quoted = line.startsWith(">");
    if (!groups.length || groups.at(-1).quoted !== quoted) groups.push({ quoted, lines: [] });
    groups.at(-1).lines.push(quoted ? line.replace(/^> ?/, "") : line);
  }
  return groups.map(({ quoted, lines }) => el(quoted ? "blockquote" : "p", {}, inline(lines.join("\n"))));
}

// Links and bold; a mark behind a word joiner (U+2060) stands as it was written, as in Slack.
function inline(text) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(/<(https?:[^|>]+)\|([^>]*)>|(?<![\p{L}\p{N}\u2060])\*([^*\n\u2060]+)\*(?![\p{L}\p{N}])|\n/gu)) {
    parts.push(unescape(text.slice(from, found.index)));
    if (found[1]) parts.push(el("span", { class: "slack-link" }, unescape(found[2])));
    else if (found[3]) parts.push(el("strong", {}, unescape(found[3])));
    else parts.push(el("br"));
    from = found.index + found[0].length;
  }
  return [...parts, unescape(text.slice(from))];
}

function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

// --- Adaptive Cards ---

function element(one) {
  const spacing = one.spacing === "Small" ? "tight" : "";
  switch (one.type) {
    case "TextBlock":
      return el("p", { class: `teams-text ${looks(one)}` }, one.text.replace(/\\([\\`*_{}[\]()#+\-.!|>~])/g, "$1"));
    case "RichTextBlock":
      return el("p", { class: `teams-text ${spacing}` }, one.inlines.map((run) => el("span", { class: looks(run) }, run.text)));
    case "Container":
      return el("div", { class: `teams-container ${one.style ?? ""}` }, one.items.map(element));
    default:
      return null;
  }
}

function looks(one) {
  return [
    one.weight === "Bolder" && "bolder",
    one.size && `size-${one.size.toLowerCase()}`,
    one.isSubtle && "subtle",
    one.color === "Attention" && "attention",
    one.fontType === "Monospace" && "monospace",
  ]
    .filter(Boolean)
    .join(" ");
}

// Teams shows six buttons; those after them wait behind three dots.
function actions(all) {
  const shown = all.filter((one) => one.mode !== "secondary");
  const more = all.filter((one) => one.mode === "secondary");
  const dots = el("span", { class: "teams-button", title: more.map((one) => one.title).join(", ") }, "···");
  return [...shown.map((one) => el("span", { class: "teams-button" }, one.title)), ...(more.length ? [dots] : [])];
}
