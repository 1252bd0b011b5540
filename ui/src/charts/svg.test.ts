import { describe, expect, it } from "vitest";

import { SvgPen } from "./svg";

/** The elements of a drawing, parsed as a viewer would. */
function drawn(draw: (pen: SvgPen) => void): { root: Element; shapes: Element[] } {
  const pen = new SvgPen(200, 100);
  draw(pen);
  const parsed = new DOMParser().parseFromString(pen.toSvg("A <title> & more"), "image/svg+xml");
  expect(parsed.querySelector("parsererror")).toBeNull();
  const root = parsed.documentElement;
  return { root, shapes: [...root.querySelectorAll("path, text, rect")].filter((shape) => !shape.closest("clipPath")) };
}

describe("a drawing written as SVG", () => {
  it("has the size of the canvas and the title for a screen reader", () => {
    const { root } = drawn(() => undefined);
    expect(root.getAttribute("viewBox")).toBe("0 0 200 100");
    expect(root.querySelector("title")?.textContent).toBe("A <title> & more");
    expect(root.getAttribute("role")).toBe("img");
  });

  it("writes lines with their width, ends, dashes and colour", () => {
    const { shapes } = drawn((pen) => {
      pen.strokeStyle = "rgba(1, 2, 3, 0.5)";
      pen.lineWidth = 2;
      pen.lineCap = "round";
      pen.setLineDash([4, 2]);
      pen.beginPath();
      // A path may begin by a line, as on a canvas.
      pen.lineTo(1, 2);
      pen.lineTo(3.00049, 4);
      pen.stroke();
    });
    const [line] = shapes;
    expect(line?.getAttribute("d")).toBe("M1 2L3 4");
    expect(line?.getAttribute("stroke")).toBe("rgb(1, 2, 3)");
    expect(line?.getAttribute("stroke-opacity")).toBe("0.5");
    expect(line?.getAttribute("stroke-width")).toBe("2");
    expect(line?.getAttribute("stroke-linecap")).toBe("round");
    expect(line?.getAttribute("stroke-dasharray")).toBe("4 2");
    expect(line?.getAttribute("fill")).toBe("none");
  });

  it("writes a full circle as two half ones, for an arc to its own start is empty in SVG", () => {
    const { shapes } = drawn((pen) => {
      pen.beginPath();
      pen.arc(10, 20, 5, 0, Math.PI * 2);
      pen.fill();
    });
    expect(shapes[0]?.getAttribute("d")).toBe("M15 20A5 5 0 1 1 5 20A5 5 0 1 1 15 20");
  });

  it("places texts by alignment and baseline without relying on the viewer", () => {
    const { shapes } = drawn((pen) => {
      pen.font = "10px Inter, sans-serif";
      pen.textAlign = "right";
      pen.textBaseline = "middle";
      pen.fillStyle = "#123456";
      pen.fillText("−5% <b>", 50, 40);
    });
    const [text] = shapes;
    expect(text?.textContent).toBe("−5% <b>");
    expect(text?.getAttribute("text-anchor")).toBe("end");
    expect(text?.getAttribute("x")).toBe("50");
    expect(Number(text?.getAttribute("y"))).toBeCloseTo(43.5, 5);
    expect(text?.getAttribute("font-size")).toBe("10px");
    expect(text?.getAttribute("font-family")).toBe("Inter, sans-serif");
  });

  it("clips until the state before is restored", () => {
    const { root, shapes } = drawn((pen) => {
      pen.save();
      pen.beginPath();
      pen.rect(0, 0, 20, 10);
      pen.clip();
      pen.fillRect(0, 0, 200, 100);
      pen.restore();
      pen.fillRect(1, 1, 2, 2);
    });
    const id = root.querySelector("clipPath")?.id;
    expect(id).toBeTruthy();
    expect(shapes.map((shape) => shape.getAttribute("clip-path"))).toEqual([`url(#${id})`, null]);
    expect(root.querySelector("clipPath path")?.getAttribute("d")).toBe("M0 0L20 0L20 10L0 10Z");
  });

  it("turns and moves what follows, and forgets it on restore", () => {
    const { shapes } = drawn((pen) => {
      pen.save();
      pen.translate(30, 40);
      pen.rotate(-Math.PI / 2);
      pen.fillText("AAPL", 0, 0);
      pen.restore();
      pen.fillText("KO", 1, 2);
    });
    expect(shapes[0]?.getAttribute("transform")).toBe("matrix(0 -1 1 0 30 40)");
    expect(shapes[1]?.getAttribute("transform")).toBeNull();
  });
});
