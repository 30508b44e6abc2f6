"use strict";
const body = document.body, byId = (id) => document.getElementById(id);
let version = body.dataset.version, beat = 0, heard = Date.now(), moved = false, ahead = 0;
const known = new Map();
const lotse = {
  puls(time, now) {
    if (time !== beat) { moved = beat !== 0; beat = time; heard = Date.now(); ahead = time * 1000 - heard; }
    if (now !== version) load(body.dataset.content);
  },
  seite(now, content) {
    version = now;
    show(byId("head"), content.head);
    show(byId("older"), content.older);
    for (const name of ["people", "going", "done"]) cards(byId(name), content[name]);
    tell();
  },
};
// A page on a network drive may load a script, but not fetch a file; the question mark goes round the cache.
function load(url) {
  const script = document.createElement("script");
  script.src = url + "?" + Date.now();
  script.onload = script.onerror = () => script.remove();
  document.head.append(script);
}
function show(place, html) { if (known.get(place) !== html) { known.set(place, html); place.innerHTML = html; } }
// Cards that are as they were stay untouched: nothing flickers, what was unfolded stays so.
function cards(section, wanted) {
  const list = section.querySelector(".jobs");
  const nodes = wanted.map(([id, html]) => {
    let node = byId("job-" + id);
    if (!node) { node = document.createElement("article"); node.id = "job-" + id; }
    if (known.get(node) !== html) {
      const open = [...node.querySelectorAll("details")].map((one) => one.open);
      known.set(node, html);
      node.innerHTML = html;
      node.querySelectorAll("details").forEach((one, index) => { one.open = open[index] || false; });
    }
    return node;
  });
  if (nodes.length !== list.children.length || nodes.some((node, index) => list.children[index] !== node))
    list.replaceChildren(...nodes);
  section.hidden = nodes.length === 0;
}
function ago(seconds) {
  const count = (number, one, many) => number === 1 ? "1 " + one : number + " " + many;
  if (seconds < 45) return "wenigen Sekunden";
  if (seconds < 3570) return count(Math.max(1, Math.round(seconds / 60)), "Minute", "Minuten");
  if (seconds < 84600) return count(Math.round(seconds / 3600), "Stunde", "Stunden");
  return count(Math.round(seconds / 86400), "Tag", "Tagen");
}
function tell() {
  // Lotse's clock counts, not this computer's.
  const now = (Date.now() + ahead) / 1000;
  for (const one of document.querySelectorAll("time[data-t]")) {
    const text = one.dataset.w + " " + ago(Math.max(0, now - one.dataset.t));
    if (one.textContent === text) continue;
    one.textContent = text;
    one.title = new Date(one.dataset.t * 1000).toLocaleString("de");
  }
  const silent = (Date.now() - heard) / 1000;
  // A pulse that this page has never seen move may be of yesterday.
  const old = beat && !moved ? Date.now() / 1000 - beat : 0;
  const still = silent > 30 || old > 120;
  byId("still").hidden = !still;
  if (still) byId("still").querySelector("span").textContent = beat
    ? "Seit " + ago(Math.max(silent, old, 45)) + " kommt kein Lebenszeichen." : "Es kommt kein Lebenszeichen.";
  byId("alive").className = "soft" + (beat && !still ? " on" : "");
  byId("alive").textContent = still ? "kein Lebenszeichen" : beat ? "Lotse läuft" : "Lotse wird gefragt …";
}
function look() { load(body.dataset.pulse); tell(); }
setInterval(look, 700);
look();
