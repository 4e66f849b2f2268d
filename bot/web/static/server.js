// Talks to the bot on this machine: events out, news in, a document up.

import { newId } from "./parts.js";

export class Trouble extends Error {}

const LOST = "This page cannot reach Proviso. Is it still running on this computer?";

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Trouble(LOST);
  }
  if (!answer.ok) throw new Trouble((await answer.text()) || LOST);
  return answer.json();
}

export const start = () => ask("/web/start");

export const preview = (who, post) => ask(`/web/preview?${new URLSearchParams({ who, post })}`);

// The same submission sent again has the same id, so that a lost answer does nothing twice.
export async function event(kind, who, what) {
  const body = JSON.stringify({ who, id: newId(), ...what });
  const send = () => ask(`/web/event/${kind}`, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  try {
    return await send();
  } catch (trouble) {
    if (trouble.message !== LOST) throw trouble;
    await new Promise((done) => setTimeout(done, 800));
    return send();
  }
}

export const sample = (who) => ask(`/web/sample?${new URLSearchParams({ who })}`, { method: "POST" });

// fetch tells nothing of its progress upwards; XMLHttpRequest does.
export function upload(who, file, onProgress) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/web/policy?${new URLSearchParams({ who, name: file.name })}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : null);
    request.onload = () => (request.status < 400 ? done(JSON.parse(request.responseText)) : failed(new Trouble(request.responseText)));
    request.onerror = () => failed(new Trouble(LOST));
    request.send(file);
  });
}

// handlers: { all, entry, gone, reload, lost, back }
export function live(who, handlers) {
  const source = new EventSource(`/web/live?${new URLSearchParams({ who })}`);
  for (const kind of ["all", "entry", "gone", "reload"]) {
    source.addEventListener(kind, (news) => handlers[kind](JSON.parse(news.data)));
  }
  let waiting;
  source.onopen = () => {
    clearTimeout(waiting);
    handlers.back();
  };
  source.onerror = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => handlers.lost(LOST), 2000);
  };
  return () => {
    clearTimeout(waiting);
    source.close();
  };
}
