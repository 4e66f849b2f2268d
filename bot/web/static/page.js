// The page: who is asking, the conversation, what stands beside it.

import * as forms from "./forms.js";
import { $, el } from "./parts.js";
import * as panels from "./panels.js";
import { entry, post } from "./posts.js";
import * as server from "./server.js";

const log = $("log");
const words = $("words");
const state = { people: [], who: null, starters: [], entries: new Map(), looked: "", following: true, opener: null, stop: null };

async function begin() {
  const start = await server.start();
  state.people = start.people;
  state.starters = start.starters;
  panels.school(start);
  panels.policies(start);
  panels.people(state.people, choose);
  choose(remembered("proviso-who") ?? state.people[0].key);
}

// --- who is asking ---

function choose(key) {
  state.who = state.people.find((person) => person.key === key) ?? state.people[0];
  remember("proviso-who", state.who.key);
  panels.chosen(state.who);
  forms.shut();
  state.stop?.();
  state.following = true;
  state.looked = "";
  $("chat-title").textContent = `Conversation with Proviso as ${state.who.name}`;
  $("home-title").textContent = `Home of ${state.who.name}`;
  log.setAttribute("aria-busy", "true"); // a conversation put in place is not read out from the top
  log.replaceChildren();
  state.stop = server.live(state.who.key, { all, entry: put, gone, reload, lost: trouble, back: calm });
  home();
}

// --- the conversation ---

const actions = { press, look };

function all(entries) {
  log.setAttribute("aria-busy", "true");
  state.entries = new Map(entries.map((one) => [one.id, one]));
  log.replaceChildren(...entries.map((one) => entry(one, state.who, actions)));
  log.removeAttribute("aria-busy");
  settle();
  if (log.lastElementChild) reveal(log.lastElementChild);
}

function put(one) {
  const made = entry(one, state.who, actions);
  const known = $(`entry-${one.id}`);
  const near = log.scrollHeight - log.scrollTop - log.clientHeight < 160;
  state.entries.set(one.id, one);
  if (known) {
    const had = known.contains(document.activeElement);
    known.replaceWith(made);
    if (had) (made.querySelector(".card button") ?? log).focus({ preventScroll: true });
    if (had || near) uncover(made);
  } else {
    log.append(made);
    if (near || !one.post) reveal(made);
  }
  if (one.post) panels.busy("");
  settle();
}

function gone(id) {
  state.entries.delete(id);
  $(`entry-${id}`)?.remove();
  settle();
}

// After every change: the latest message has its preview beside it; starters stand beside a single one.
function settle() {
  const list = [...state.entries.values()];
  panels.starters(list.length > 1 ? [] : state.starters, say);
  const last = list.findLast((one) => one.post);
  if (last && (state.following || !state.entries.has(state.looked))) show(last.id);
}

// A message that fits is shown to its end; a taller one from its beginning, under the question that it answers.
function reveal(made) {
  const before = made.previousElementSibling;
  const start = before?.classList.contains("mine") && before.offsetHeight < 120 ? before : made;
  log.scrollTop = Math.min(log.scrollHeight - log.clientHeight, start.offsetTop - 12);
}

function uncover(made) {
  if (made.offsetTop < log.scrollTop) log.scrollTop = made.offsetTop - 12;
}

async function say(text) {
  if (!text.trim()) return words.focus();
  words.value = "";
  grow();
  panels.busy("Reading the policy…");
  try {
    await take(await server.event("said", state.who.key, { text }), { closes: false });
  } catch (fault) {
    words.value = words.value || text;
    grow();
    trouble(fault.message);
  }
}

async function press(button, id, from) {
  if (id !== "dialog") state.opener = from;
  from.disabled = true;
  try {
    const reply = await server.event("pressed", state.who.key, { button: button.key, value: button.value, post: id });
    if (reply.kind === "entry") view("chat");
    await take(reply);
  } catch (fault) {
    trouble(fault.message);
  } finally {
    from.disabled = false;
  }
}

// What words bring closes no form: one that is open now was opened while they were on their way.
async function take(reply, { closes = true } = {}) {
  panels.busy("");
  calm();
  if (reply.kind === "ask") forms.show(reply, { move, press, close: closeForm });
  else if (reply.kind === "done") forms.receipt(reply.post, { press, close: closeForm });
  else if (reply.kind === "home") panels.home(post(reply.post, "", actions, "h3"));
  else if (closes && $("form").open) closeForm();
  if (reply.kind !== "home") home();
}

// --- forms ---

async function move(step, how, given) {
  forms.working(true);
  try {
    const reply = await server.event("filled", state.who.key, {
      dialog: step.dialog, step: step.step, version: step.version, move: how, given,
    });
    await take(reply);
  } catch (fault) {
    forms.working(false);
    trouble(fault.message);
  }
}

function closeForm() {
  forms.shut();
  (state.opener?.isConnected ? state.opener : words).focus();
}

// --- beside the conversation ---

async function home() {
  const who = state.who;
  try {
    const reply = await server.event("home", who.key, {});
    if (who === state.who) panels.home(reply.kind === "home" ? post(reply.post, "", actions, "h3") : []);
  } catch (fault) {
    trouble(fault.message);
  }
}

async function reload(surface) {
  if (surface === "policies") panels.policies(await server.start());
  home();
}

function look(id) {
  state.following = id === [...state.entries.values()].findLast((one) => one.post)?.id;
  show(id);
  view("preview");
}

async function show(id) {
  state.looked = id;
  for (const button of log.querySelectorAll(".look")) {
    button.setAttribute("aria-pressed", String(button.closest(".entry").id === `entry-${id}`));
  }
  try {
    const drawn = await server.preview(state.who.key, id);
    if (state.looked === id) panels.preview(drawn);
  } catch {
    // The message went while its picture was on the way; the next one brings its own.
  }
}

function view(name) {
  document.body.dataset.view = name;
  for (const button of document.querySelectorAll(".views button")) {
    button.toggleAttribute("aria-current", button.dataset.view === name);
  }
}

// --- trouble, in plain sight ---

function trouble(sentence) {
  panels.busy("");
  $("trouble").textContent = sentence;
  $("trouble").hidden = false;
}

function calm() {
  $("trouble").hidden = true;
}

// --- the composer ---

function grow() {
  words.style.height = "auto";
  words.style.height = `${Math.min(words.scrollHeight + 2, 180)}px`;
}

words.addEventListener("input", grow);
words.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  say(words.value);
});
$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  say(words.value);
});
for (const button of document.querySelectorAll(".views button")) button.addEventListener("click", () => view(button.dataset.view));
panels.wire({ who: () => state.who.key, trouble, calm, view });

function remembered(name) {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    sessionStorage.setItem(name, value);
  } catch {
    // Storage may be switched off; then the page begins with the first persona.
  }
}

begin().catch((fault) => trouble(fault.message));
