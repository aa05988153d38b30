// The desk's own script: keys for review, dragging preferences, the state graph. Every page works without it.
"use strict";

const typing = () => /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");
const statements = () => [...document.querySelectorAll(".statement")];

function choose(card, scroll = true) {
  if (!card) return;
  const id = card.dataset.statement;
  for (const other of document.querySelectorAll(".current[data-statement], .current[data-of]")) other.classList.remove("current");
  card.classList.add("current");
  for (const piece of document.querySelectorAll(`[data-of="${CSS.escape(id)}"]`)) piece.classList.add("current");
  card.focus({ preventScroll: true });
  if (scroll) {
    document.getElementById(`t-${id}`)?.scrollIntoView({ block: "center" });
    card.scrollIntoView({ block: "nearest" });
  }
  const here = new URL(location.href);
  here.searchParams.set("statement", id);
  here.hash = "";
  history.replaceState(history.state, "", here);
}

function step(by) {
  const all = statements();
  if (!all.length) return;
  const at = all.findIndex((card) => card.classList.contains("current"));
  choose(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
}

function press(key) {
  const card = document.querySelector(".statement.current");
  const within = "crf".includes(key) ? card : document;
  const found = within?.querySelector(`[data-key="${key}"]`);
  if (!found) return false;
  if (key === "f") {
    const fix = found.closest("details");
    fix.open = true;
    fix.querySelector("input[name=actor]")?.focus();
  } else if (key === "/") {
    found.focus();
  } else {
    found.click();
  }
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && typing()) {
    const fix = document.activeElement.closest("details.fix");
    if (fix) fix.open = false;
    document.activeElement.blur();
    return;
  }
  const wish = event.target.closest?.(".wish");
  if (event.altKey && wish && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    wish.querySelector(event.key === "ArrowUp" ? ".up" : ".down")?.click();
    return;
  }
  if (typing() || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "j" || event.key === "k") {
    step(event.key === "j" ? 1 : -1);
    event.preventDefault();
  } else if (event.key === "?") {
    document.getElementById("keys").showModal();
  } else if ("crfunp/".includes(event.key) && press(event.key)) {
    event.preventDefault();
  }
});

document.addEventListener("click", (event) => {
  const piece = event.target.closest?.("[data-of]");
  if (piece && !getSelection().toString()) choose(document.getElementById(piece.dataset.of));
  const card = event.target.closest?.(".statement");
  if (card && !event.target.closest("a,button,summary,form")) choose(card, false);
});

// Words selected in the text are carried into the form that adds a statement.
document.addEventListener("selectionchange", () => {
  const chosen = getSelection();
  const words = chosen.toString();
  const start = chosen.anchorNode?.parentElement?.closest?.(".text [data-at]");
  const form = document.querySelector(".add form");
  if (!words.trim() || !start || !form) return;
  form.elements.quote.value = words.trim();
  form.elements.at.value = String(Number(start.dataset.at) + Math.min(chosen.anchorOffset, chosen.focusOffset));
});

// A preference dragged onto another takes its place.
let dragged = null;
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".wish") ?? null;
  event.dataTransfer?.setData("text/plain", dragged?.dataset.place ?? "");
});
document.addEventListener("dragover", (event) => {
  const wish = event.target.closest?.(".wish");
  for (const other of document.querySelectorAll(".wish.over")) other.classList.remove("over");
  if (dragged && wish && wish.parentElement === dragged.parentElement) {
    wish.classList.add("over");
    event.preventDefault();
  }
});
document.addEventListener("drop", (event) => {
  const wish = event.target.closest?.(".wish");
  if (!dragged || !wish || wish === dragged || wish.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  const form = dragged.querySelector("form.arrows");
  const to = document.createElement("input");
  to.type = "hidden";
  to.name = "to";
  to.value = wish.dataset.place;
  form.append(to);
  form.submit();
});
document.addEventListener("dragend", () => {
  dragged = null;
});

// When the background has brought the case up to date, the page shows it, unless something is being typed.
function refreshed() {
  if (document.querySelector("[data-fresh]") && !typing() && !document.querySelector("details.fix[open], details.add[open]")) location.reload();
}
document.addEventListener("htmx:after:swap", () => {
  refreshed();
  const card = document.querySelector(".statement.current");
  if (card && !typing()) choose(card);
});

function draw(place) {
  fetch(place.dataset.source, { headers: { Accept: "application/json" } })
    .then((response) => response.json())
    .then((data) => {
      const style = getComputedStyle(document.documentElement);
      const colour = (name) => style.getPropertyValue(`--${name}`).trim();
      const graph = cytoscape({
        container: place,
        layout: { name: "preset", padding: 24 },
        minZoom: 0.2,
        maxZoom: 3,
        autoungrabify: true,
        userZoomingEnabled: false,
        elements: [
          ...data.nodes.map((n) => ({
            data: { id: `s${n.id}`, label: String(n.id), state: n.id, told: `${n.pattern} ${n.taken.join(", ")}` },
            classes: `${n.holds ? "holds" : ""} ${n.today ? "today" : ""}`,
            position: { x: n.x, y: n.y },
          })),
          ...data.edges.map((e, at) => ({ data: { id: `e${at}`, source: `s${e.from}`, target: `s${e.to}`, party: e.party } })),
        ],
        style: [
          { selector: "node", style: { label: "data(label)", color: colour("ink"), "background-color": colour("tint"), "border-width": 1, "border-color": colour("line"), "text-valign": "center", "font-size": 14, width: 40, height: 40 } },
          { selector: "node.holds", style: { shape: "round-rectangle", "border-width": 4, "border-color": colour("good") } },
          { selector: "node.today", style: { "background-color": colour("said"), "border-color": colour("ink"), "border-width": 3 } },
          { selector: "edge", style: { width: 1, opacity: 0.45, "line-color": colour("line"), "curve-style": "straight", "target-arrow-shape": "triangle", "target-arrow-color": colour("line"), "arrow-scale": 0.7 } },
          { selector: "edge.near", style: { width: 2.5, opacity: 1, "line-color": colour("link"), "target-arrow-color": colour("link") } },
        ],
      });
      const said = document.getElementById("graph-said");
      graph.on("tap", "node", (event) => location.assign(`/why/${event.target.data("state")}?concept=${data.concept}`));
      graph.on("mouseover", "node", (event) => {
        event.target.outgoers("edge").addClass("near");
        if (said) said.textContent = `State ${event.target.data("state")}: ${event.target.data("told")}`;
      });
      graph.on("mouseout", "node", () => graph.edges().removeClass("near"));
      place.dataset.drawn = String(data.nodes.length);
    });
}

const place = document.getElementById("graph");
if (place && window.cytoscape) draw(place);
const current = document.querySelector(".statement.current");
if (current && new URL(location.href).searchParams.has("statement")) choose(current);
