/* The marks of cases: a shape for each state, so that nobody must tell them by colour. Drawn here, at twice their size. */
import { ink } from "./ground.js";

const SIZE = 44, MIDDLE = SIZE / 2;
const SHAPES = {
  over: (c) => { c.moveTo(MIDDLE, 5); c.lineTo(39, MIDDLE); c.lineTo(MIDDLE, 39); c.lineTo(5, MIDDLE); c.closePath(); },
  soon: (c) => { c.moveTo(MIDDLE, 7); c.lineTo(38, 36); c.lineTo(6, 36); c.closePath(); },
  ok: (c) => c.arc(MIDDLE, MIDDLE, 14, 0, 7),
  wait: (c) => c.rect(9, 9, 26, 26),
  done: (c) => c.arc(MIDDLE, MIDDLE, 10, 0, 7),
};
const INNER = {
  over: (c) => { c.moveTo(MIDDLE, 14); c.lineTo(MIDDLE, 24); c.moveTo(MIDDLE, 29); c.lineTo(MIDDLE, 30); },
  wait: (c) => { c.moveTo(18, 16); c.lineTo(18, 28); c.moveTo(26, 16); c.lineTo(26, 28); },
};
export const STATES = Object.keys(SHAPES);

function drawn(state, near) {
  const c = Object.assign(document.createElement("canvas"), { width: SIZE, height: SIZE }).getContext("2d");
  const paint = ink(`--gz-clock-${state === "done" ? "wait" : state}`), ground = ink("--gz-ground");
  const stroke = (way, colour, width) => { c.beginPath(); way(c); c.lineWidth = width; c.strokeStyle = colour; c.lineCap = "round"; c.stroke(); };
  c.beginPath();
  SHAPES[state](c);
  c.fillStyle = state === "done" ? ground : paint;
  c.fill();
  stroke(SHAPES[state], ground, 6);
  c.fill();
  if (state === "done") stroke(SHAPES.done, paint, 3);
  if (INNER[state]) stroke(INNER[state], ground, 4);
  if (near) {
    c.setLineDash([4, 4]);
    stroke((way) => way.arc(MIDDLE, MIDDLE, 20, 0, 7), ink("--gz-ink-2"), 2.5);
  }
  return c.getImageData(0, 0, SIZE, SIZE);
}
export function bring(map) {
  for (const state of STATES) for (const near of ["", "-near"]) map.addImage(state + near, drawn(state, near), { pixelRatio: 2 });
}
