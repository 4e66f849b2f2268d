// A form as a modal dialog: one step at a time, errors beside their fields, focus where the work is.

import { $, el } from "./parts.js";
import { buttons, post } from "./posts.js";

// move(step, move, given), press(button) and close() come from the page; the first two lead back to show() or receipt().
// Escape closes the form and ends nothing: it goes on at its last completed step when it is opened again.
export function show(step, { move, press, close }) {
  const form = $("form");
  const title = el("h2", { id: "form-title", tabindex: "-1" }, step.title);
  const send = (how) => move(step, how, given(form, step));
  form.replaceChildren(
    el(
      "form",
      {
        method: "dialog",
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          send("next");
        },
      },
      el("p", { class: "form-name" }, step.form, counter(step)),
      title,
      step.error ? el("p", { class: "form-error", role: "alert" }, step.error) : null,
      step.words ? el("div", { class: "words" }, post(step.words, "", { press }, "h3")) : null,
      step.fields.map(field),
      buttons(step.buttons, "", { press }),
      el(
        "div",
        { class: "moves" },
        el("button", { class: "button quiet", type: "button", onclick: () => send("cancel") }, "Cancel"),
        step.back ? el("button", { class: "button", type: "button", onclick: () => send("back") }, "Back") : null,
        el("button", { class: "button primary", type: "submit" }, step.next),
      ),
    ),
  );
  form.oncancel = (event) => {
    event.preventDefault();
    close();
  };
  open(form);
  (form.querySelector("[aria-invalid=true]") ?? title).focus();
}

// Which step it is, and of how many where that is certain (`of` is 0 where it depends on what is answered yet).
function counter({ at, of }) {
  return of === 1 ? "" : el("span", {}, of ? `Step ${at} of ${of}` : `Step ${at}`);
}

// The last view. What its buttons bring is shown in its place, so their message is called "dialog".
export function receipt(shown, { press, close }) {
  const form = $("form");
  const title = el("h2", { id: "form-title", tabindex: "-1" }, shown.title || "Done");
  form.replaceChildren(
    title,
    el("div", { class: "words" }, post({ ...shown, title: "" }, "dialog", { press })),
    el("div", { class: "moves" }, el("button", { class: "button primary", type: "button", onclick: close }, "Close")),
  );
  form.oncancel = (event) => {
    event.preventDefault();
    close();
  };
  open(form);
  title.focus();
}

export function working(is) {
  for (const button of $("form").querySelectorAll("button")) button.disabled = is;
}

export function shut() {
  if ($("form").open) $("form").close();
}

function open(form) {
  if (!form.open) form.showModal();
}

function given(form, step) {
  const values = new FormData(form.querySelector("form"));
  return Object.fromEntries(
    step.fields.map((one) => [one.key, ["choices", "people"].includes(one.kind) ? values.getAll(one.key) : (values.get(one.key) ?? "")]),
  );
}

function field(one, at) {
  const id = `field-${at}`;
  const described = [one.hint && `${id}-hint`, one.error && `${id}-error`].filter(Boolean).join(" ") || null;
  const common = { id, name: one.key, "aria-describedby": described, "aria-invalid": one.error ? "true" : null };
  const name = [one.label, one.required ? "" : el("span", { class: "optional" }, " (optional)")];
  const help = [
    one.hint ? el("p", { class: "field-hint", id: `${id}-hint` }, one.hint) : null,
    one.error ? el("p", { class: "field-error", id: `${id}-error` }, one.error) : null,
  ];
  if (["choice", "choices", "yes_no", "people"].includes(one.kind)) {
    return el(
      "fieldset",
      { class: "field", "aria-describedby": described },
      el("legend", {}, name),
      help,
      options(one).map(([key, label], place) => option(one, common, key, label, place)),
    );
  }
  return el("div", { class: "field" }, el("label", { for: id }, name), help, control(one, common));
}

function options(one) {
  return one.kind === "yes_no" ? [["yes", "Yes"], ["no", "No"]] : one.choices;
}

function option(one, common, key, label, place) {
  const several = ["choices", "people"].includes(one.kind);
  const chosen = several ? one.value.includes(key) : one.value === key;
  const attributes = { ...common, id: `${common.id}-${place}`, type: several ? "checkbox" : "radio", value: key, checked: chosen };
  return el("label", { class: "option" }, el("input", attributes), el("span", {}, label));
}

function control(one, common) {
  const required = one.required ? "true" : null;
  switch (one.kind) {
    case "long":
      return el("textarea", { ...common, rows: 5, maxlength: one.longest, "aria-required": required }, one.value);
    case "person":
      return el(
        "select",
        { ...common, "aria-required": required },
        el("option", { value: "" }, "Please choose"),
        one.choices.map(([key, label]) => el("option", { value: key, selected: key === one.value }, label)),
      );
    case "date":
    case "time":
      return el("input", { ...common, type: one.kind, value: one.value, "aria-required": required });
    default:
      return el("input", { ...common, type: "text", value: one.value, maxlength: one.longest, "aria-required": required });
  }
}
