// A message as the page shows it: what the persona wrote, or one of the bot's posts.

import { el, paragraphs } from "./parts.js";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

// actions: { press(button, postId, element), look(postId) }
export function entry(one, person, actions) {
  const at = el("time", { datetime: one.at }, clock.format(new Date(one.at)));
  if (one.post === undefined) {
    return el(
      "article",
      { class: "entry mine", id: `entry-${one.id}` },
      el("div", { class: "who-said" }, el("span", { class: "name" }, `${person.name}, you`), at),
      el("div", { class: "bubble" }, paragraphs(one.words)),
    );
  }
  return el(
    "article",
    { class: "entry bot", id: `entry-${one.id}` },
    el("span", { class: "face", "aria-hidden": "true" }, mark()),
    el(
      "div",
      { class: "said" },
      el("div", { class: "who-said" }, el("span", { class: "name" }, "Proviso"), at, one.changed ? " · changed" : ""),
      el("div", { class: "card" }, post(one.post, one.id, actions)),
      el(
        "button",
        { class: "look", type: "button", "aria-pressed": "false", onclick: () => actions.look(one.id) },
        "See it in Slack and Teams",
      ),
    ),
  );
}

export function post(shown, id, actions, level = "h3") {
  return [
    shown.title && el(level, { class: "title" }, el("span", {}, shown.title)),
    ...(shown.exact ? [el("pre", { class: "exact" }, shown.text)] : paragraphs(shown.text)),
    ...shown.quotes.map(quotation),
    shown.facts.length ? facts(shown.facts) : null,
    ...shown.images.map((alt) => el("p", { class: "picture" }, `Picture: ${alt}`)),
    shown.notes.length ? el("ul", { class: "notes" }, shown.notes.map((note) => el("li", {}, note))) : null,
    buttons(shown.buttons, id, actions),
  ].filter(Boolean);
}

export function buttons(all, id, actions) {
  if (!all.length) return null;
  return el(
    "div",
    { class: "buttons" },
    all.map((one) => {
      const looks = { class: `button ${one.style}`, "data-button": one.key };
      if (one.link) return el("a", { ...looks, href: one.link, target: "_blank", rel: "noreferrer noopener" }, one.label);
      return el(
        "button",
        {
          ...looks,
          type: "button",
          "aria-haspopup": one.opens ? "dialog" : null,
          onclick: (event) => actions.press(one, id, event.currentTarget),
        },
        one.label,
      );
    }),
  );
}

// The policy's own words: an extract from a ruled page, with its margin line and where it stands.
function quotation(quote) {
  const source = quote.link
    ? el("a", { href: quote.link, target: "_blank", rel: "noreferrer noopener" }, quote.source)
    : quote.source;
  return el(
    "figure",
    { class: "quotation" },
    el(
      "blockquote",
      {},
      ...paragraphs(quote.lead_in, { class: "lead-in" }),
      ...paragraphs(quote.text),
    ),
    quote.source ? el("figcaption", {}, source) : null,
  );
}

function facts(rows) {
  return el("dl", { class: "facts" }, rows.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

export function mark() {
  return document.querySelector(".brand .mark").cloneNode(true);
}
