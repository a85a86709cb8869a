// Sign with the token in this computer, through VGCA Sign Service.
//
// The service listens on this computer alone. It takes one question a connection: which
// certificate the token has (/GetCertInfo), and a signature of a SHA-256 hash (/SignMsg). The
// hashes come from our server, the values go back to it, and it alone judges them.
"use strict";

const PART = 10; // values are sent as they come, so that little is lost when something breaks
const panel = document.getElementById("panel");
const byId = (id) => document.getElementById(id);

class Trouble extends Error {
  constructor(code, detail = "") {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

// --- words: every sentence stands in the page, where it is translated

function sentence(code, number = "") {
  return document.querySelector(`#sentences [data-code="${code}"]`).textContent.replace("{n}", number);
}

function tell(...words) {
  byId("status").textContent = words.join(" ");
}

function complain(error) {
  if (!(error instanceof Trouble)) throw error;
  const text = error.code === "paused" ? "" : `${sentence(error.code)} ${error.detail}`.trim();
  byId("trouble").textContent = text;
  byId("trouble").hidden = text === "";
  tell(error.code === "paused" ? sentence("paused") : "");
}

// --- the service on this computer

function ask(path, question) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(panel.dataset.service + path);
    let opened = false;
    const settle = (act, value) => {
      clearTimeout(patience);
      socket.onclose = socket.onmessage = null;
      socket.close();
      act(value);
    };
    const patience = setTimeout(
      () => settle(reject, new Trouble(opened ? "slow" : "away")),
      1000 * panel.dataset.patience,
    );
    socket.onopen = () => {
      opened = true;
      socket.send(question);
    };
    socket.onmessage = (event) => settle(resolve, event.data);
    socket.onclose = () => settle(reject, new Trouble(opened ? "cut" : "away"));
  });
}

async function answered(path, question) {
  const said = parsed(await ask(path, question));
  if (String(said.Status) !== "0") throw new Trouble("refused", `«${said.Error || said.Message || said.Status}»`);
  return said;
}

function parsed(text) {
  let said;
  try {
    said = JSON.parse(text);
  } catch {
    throw new Trouble("garbled");
  }
  if (said === null || typeof said !== "object" || said.Status === undefined) throw new Trouble("garbled");
  return said;
}

function base64(text) {
  if (typeof text !== "string" || text === "") throw new Trouble("garbled");
  return text.replace(/\s+/g, "");
}

async function cardInside() {
  const said = await answered("/GetCertInfo", "get_cert_info");
  return base64(said.CertInfo?.Base64Data);
}

async function signatureOf(digest) {
  const question = { HashAlg: "SHA256", HashValue: digest, Encode: "RSA" };
  const said = await answered("/SignMsg", JSON.stringify(question));
  return { value: base64(said.Signature), card: base64(said.CertBase64) };
}

// --- our server

async function call(address, body) {
  const headers = { Accept: "application/json" };
  const options = { headers, credentials: "same-origin" };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
    headers["X-CSRFToken"] = panel.dataset.csrf;
    Object.assign(options, { method: "POST", body: JSON.stringify(body) });
  }
  const response = await fetch(address, options).catch(() => {
    throw new Trouble("offline");
  });
  const said = await response.json().catch(() => ({}));
  if (!response.ok) throw new Trouble("server", said.message || `(${response.status})`);
  return said;
}

// --- a class: show the certificate, and open a session once it is confirmed

function turn() {
  const fields = new FormData(byId("turn"));
  return { ...Object.fromEntries(fields), mon: fields.getAll("mon") };
}

async function showCard() {
  tell(sentence("asking"));
  const certificate = await cardInside();
  const card = await call(panel.dataset.card, { ...turn(), certificate });
  for (const field of document.querySelectorAll("#card [data-field]")) {
    field.textContent = card[field.dataset.field] || "–";
  }
  tell();
  byId("card").hidden = false;
  byId("confirm").onclick = () => guarded(() => openSession(certificate));
  byId("confirm").focus();
}

async function openSession(certificate) {
  const body = { ...turn(), certificate, session: panel.dataset.session };
  const session = await call(panel.dataset.opening, body);
  location.assign(`${session.address}#ky`);
}

// --- a session: sign what is left, part by part

const unsent = new Map();
let pausing = false;

async function signAll() {
  pausing = false;
  tell(sentence("asking"));
  const card = await cardInside();
  const pace = { begun: Date.now(), made: 0 };
  await deliver(card);
  for (let after = 0, items; ; after = items.at(-1).id) {
    const part = await call(`${panel.dataset.part}?after=${after}`);
    items = part.items;
    if (items.length === 0) return finish();
    if (base64(part.certificate) !== card) throw new Trouble("other-card");
    await signPart(items, card, pace);
  }
}

async function signPart(items, card, pace) {
  try {
    for (const item of items) {
      if (pausing) throw new Trouble("paused");
      const made = await signatureOf(item.digest);
      if (made.card !== card) throw new Trouble("other-card");
      unsent.set(item.id, made.value);
      pace.made += 1;
      tell(sentence("signing"), timeLeft(pace));
      if (unsent.size === PART) await deliver(card);
    }
  } finally {
    await deliver(card);
  }
}

async function deliver(card) {
  if (unsent.size === 0) return;
  const values = Object.fromEntries(unsent);
  const progress = await call(panel.dataset.values, { certificate: card, values });
  unsent.clear();
  show(progress);
}

function timeLeft(pace) {
  const left = panel.dataset.left - unsent.size;
  const seconds = Math.ceil((left * (Date.now() - pace.begun)) / pace.made / 1000);
  return seconds > 90 ? sentence("minutes", Math.ceil(seconds / 60)) : sentence("seconds", Math.max(seconds, 0));
}

function show(progress) {
  panel.dataset.left = progress.left;
  byId("bar").value = progress.signed;
  byId("signed").textContent = progress.signed;
  for (const id of progress.signed_now) mark(id, "signed", "");
  for (const fault of progress.faults) mark(fault.id, "failed", fault.reason);
  byId("begin").textContent = sentence("more", panel.dataset.left);
}

function mark(id, state, reason) {
  const row = document.querySelector(`[data-item="${id}"]`);
  row.dataset.state = state;
  row.querySelector(".word").textContent = sentence(`is-${state}`);
  row.querySelector(".why").textContent = reason;
}

function finish() {
  const left = Number(panel.dataset.left);
  if (left === 0 && panel.dataset.whenDone) return location.assign(panel.dataset.whenDone);
  const signed = byId("signed").textContent;
  tell(left === 0 ? sentence("done", signed) : sentence("some-left", left));
}

async function closeSession() {
  await call(panel.dataset.closing, {});
  location.reload();
}

// --- buttons

async function guarded(work) {
  byId("trouble").hidden = true;
  busy(true);
  try {
    await work();
  } catch (error) {
    complain(error);
  } finally {
    busy(false);
  }
}

function busy(yes) {
  byId("begin").hidden = panel.dataset.left === "0";
  byId("begin").disabled = yes;
  if (byId("pause")) byId("pause").hidden = !yes;
  if (byId("close")) byId("close").hidden = yes || panel.dataset.left === "0";
}

const inSession = panel.dataset.part !== undefined;
const begin = () => guarded(inSession ? signAll : showCard);
byId("begin").onclick = begin;
if (byId("pause")) {
  byId("pause").onclick = () => {
    pausing = true;
    tell(sentence("pausing"));
  };
  byId("close").onclick = () => guarded(closeSession);
}
busy(false);
if (location.hash === "#ky") {
  history.replaceState(null, "", location.pathname);
  begin();
}
