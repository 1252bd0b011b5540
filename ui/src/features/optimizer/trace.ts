// Measures how long a drag takes from the pointer event to the painted result; off unless the page was opened for a measurement.

declare global {
  interface Window {
    /** Set by the host to switch measuring on. */
    __qdTrace?: boolean;
    /** Milliseconds from pointer event to paint, one entry for each painted solve of a drag. */
    __qdDragLatency?: number[];
  }
}

/** Whether this page measures: opened with `?trace`, or the host says so. */
export function isTracing(): boolean {
  return window.__qdTrace === true || new URLSearchParams(window.location.search).has("trace");
}

export interface DragTrace {
  /** A pointer event (its `timeStamp`) changed what has to be solved. */
  input(timeStamp: number): void;
  /** What was asked from here on holds all inputs so far; gives their oldest time. */
  asked(): number | null;
  /** The answer to what was asked is drawn and will be in the next paint. */
  drawn(oldestInput: number | null): void;
}

const OFF: DragTrace = { input: () => undefined, asked: () => null, drawn: () => undefined };

/** A trace, or one that does nothing. */
export function makeTrace(isOn: boolean): DragTrace {
  if (!isOn) return OFF;
  const latencies = (window.__qdDragLatency ??= []);
  let oldest: number | null = null;
  return {
    input(timeStamp) {
      oldest ??= timeStamp;
      performance.mark("qd-drag-input");
    },
    asked() {
      const taken = oldest;
      oldest = null;
      return taken;
    },
    drawn(oldestInput) {
      if (oldestInput === null) return;
      // A task queued in a frame's callback runs right after that frame was painted.
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          latencies.push(performance.now() - oldestInput);
          performance.mark("qd-drag-painted");
          channel.port1.close();
        };
        channel.port2.postMessage(null);
      });
    },
  };
}
