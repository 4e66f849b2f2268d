// What stands around the conversation: people, policies and documents, home, the previews, the colours.

import { $, el } from "./parts.js";
import * as previews from "./previews.js";
import * as server from "./server.js";

let largest = 20 * 1024 * 1024;

export function school(start) {
  $("school").textContent = start.school;
  largest = start.largest;
}

// --- people: a row of faces where there is room, a list where there is none ---

export function people(all, choose) {
  $("who").replaceChildren(...all.map((one) => el("option", { value: one.key }, `${one.name} · ${one.job}`)));
  $("who").addEventListener("change", () => choose($("who").value));
  $("faces").append(
    ...all.map((one, at) =>
      el(
        "label",
        { class: "person" },
        el("input", { type: "radio", name: "who", value: one.key, onchange: () => choose(one.key) }),
        el("span", { class: `initials tone-${at % 5}`, "aria-hidden": "true" }, initials(one.name)),
        el("span", { class: "person-words" }, el("strong", {}, one.name), " ", el("span", {}, one.job)),
      ),
    ),
  );
}

// Whoever answers for the policy finds what it did not answer at the top.
export function chosen(person) {
  if (person.roles.includes("head")) $("policy").before($("home"));
  else $("policy").after($("home"));
  $("who").value = person.key;
  for (const radio of $("faces").querySelectorAll("input")) radio.checked = radio.value === person.key;
}

function initials(name) {
  const parts = name.replace(/^(Mr|Mrs|Ms|Miss|Mx|Dr)\.?\s+/, "").split(/\s+/);
  return (parts[0][0] + (parts.length > 1 ? parts.at(-1)[0] : "")).toUpperCase();
}

// --- policies ---

export function policies({ policies: all, own }) {
  $("sample").hidden = !own;
  $("policy-title").textContent = all.length > 1 ? "Policies in force" : "Policy in force";
  const empty = el("li", {}, "No policy is in force yet.");
  $("policies").replaceChildren(...(all.length ? all.map((one) => policy(one, own)) : [empty]));
}

function policy(one, own) {
  const rules = one.clauses === 1 ? "1 clause" : `${one.clauses} clauses`;
  return el(
    "li",
    {},
    el("strong", { class: "policy-name" }, one.title),
    el("span", { class: "policy-kind" }, own ? `your document · ${rules}` : `sample policy · ${rules}`),
    one.dates.length
      ? el("dl", { class: "dates" }, one.dates.map(([name, day]) => el("div", {}, el("dt", {}, name), el("dd", {}, day))))
      : null,
    one.missing.length ? el("p", { class: "missing" }, `Not stated in it: ${one.missing.join(", ")}.`) : null,
  );
}

// --- documents ---

async function read(file, desk) {
  if (!file) return;
  desk.calm();
  desk.view("chat");
  $("reading").hidden = false;
  $("reading-words").textContent = `Reading ${file.name}…`;
  busy(`Reading ${file.name}…`);
  $("progress").value = 0;
  try {
    await server.upload(desk.who(), file, (part) => {
      if (part === null || part === 1) $("progress").removeAttribute("value");
      else $("progress").value = part * 100;
    });
  } catch (fault) {
    const size = file.size > largest ? "This file is over 20 MB, and sending it was broken off. " : "";
    desk.trouble(size + fault.message);
  } finally {
    $("reading").hidden = true;
    $("file").value = "";
    busy("");
  }
}

function dropping(desk) {
  let depth = 0;
  const files = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const over = (is) => {
    depth = is ? depth : 0;
    $("drop").hidden = !is;
  };
  addEventListener("dragenter", (event) => {
    if (!files(event) || $("form").open) return;
    depth += 1;
    over(true);
  });
  addEventListener("dragleave", (event) => {
    if (files(event) && --depth <= 0) over(false);
  });
  addEventListener("dragover", (event) => files(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    over(false);
    if (!$("form").open) read(event.dataTransfer.files[0], desk);
  });
}

// --- home, previews, what is going on ---

export function home(parts) {
  $("home-post").replaceChildren(...(parts.length ? parts : [el("p", { class: "nothing" }, "Nothing here yet.")]));
}

let drawn = null;
let platform = "slack";

export function preview(both = drawn) {
  drawn = both;
  if (drawn) $("preview-body").replaceChildren(previews[platform](drawn[platform]));
}

function tabs() {
  const all = [$("tab-slack"), $("tab-teams")];
  const select = (tab) => {
    platform = tab.id.replace("tab-", "");
    for (const one of all) {
      one.setAttribute("aria-selected", String(one === tab));
      one.tabIndex = one === tab ? 0 : -1;
    }
    $("preview-body").setAttribute("aria-labelledby", tab.id);
    preview();
  };
  for (const [at, tab] of all.entries()) {
    tab.addEventListener("click", () => select(tab));
    tab.addEventListener("keydown", (event) => {
      if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
      select(all[1 - at]);
      all[1 - at].focus();
    });
  }
}

export function busy(sentence) {
  $("busy").textContent = sentence;
}

export function starters(questions, say) {
  $("starters").hidden = !questions.length;
  $("starters").replaceChildren(
    ...questions.map((one) => el("button", { class: "starter", type: "button", onclick: () => say(one) }, one)),
  );
}

// --- colours ---

const THEMES = { "": "as the system", light: "light", dark: "dark" };

function theme() {
  const root = document.documentElement;
  const name = () => {
    $("theme-name").textContent = THEMES[root.dataset.theme ?? ""];
    $("theme").title = `Colours: ${THEMES[root.dataset.theme ?? ""]}`;
  };
  $("theme").addEventListener("click", () => {
    const order = Object.keys(THEMES);
    const next = order[(order.indexOf(root.dataset.theme ?? "") + 1) % order.length];
    if (next) root.dataset.theme = next;
    else delete root.dataset.theme;
    try {
      localStorage.setItem("proviso-theme", next);
    } catch {
      // Storage may be switched off; the choice then lasts as long as the page.
    }
    name();
  });
  name();
}

// desk: { who, trouble, calm, view }
export function wire(desk) {
  $("file").addEventListener("change", () => read($("file").files[0], desk));
  $("sample").addEventListener("click", () => server.sample(desk.who()).catch((fault) => desk.trouble(fault.message)));
  dropping(desk);
  tabs();
  theme();
}
