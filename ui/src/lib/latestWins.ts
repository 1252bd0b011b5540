// Asks again and again while something is dragged: one call in flight, and of all that wait only the newest is made.

export interface Loop<Q> {
  /** Asks; replaces a question that still waits. */
  ask(question: Q): void;
  /** Whether a question waits while another one is on its way. */
  isWaiting(): boolean;
  /** Forgets the waiting question and the answer that is on its way. */
  stop(): void;
}

export interface LoopOptions<Q, A> {
  call(question: Q): Promise<A>;
  onAnswer(answer: A, question: Q, elapsed_ms: number): void;
  onError(error: unknown, question: Q): void;
  now?: () => number;
}

/** A latest-wins loop. Answers come in the order of their questions, each at most once. */
export function latestWins<Q, A>({
  call,
  onAnswer,
  onError,
  now = () => performance.now(),
}: LoopOptions<Q, A>): Loop<Q> {
  let waiting: { question: Q } | null = null;
  let busy = false;
  let generation = 0;

  const run = async (): Promise<void> => {
    while (waiting) {
      const { question } = waiting;
      const mine = generation;
      waiting = null;
      const started = now();
      try {
        const answer = await call(question);
        if (mine === generation) onAnswer(answer, question, now() - started);
      } catch (error) {
        if (mine === generation) onError(error, question);
      }
    }
    busy = false;
  };

  return {
    ask(question) {
      waiting = { question };
      if (busy) return;
      busy = true;
      void run();
    },
    isWaiting: () => waiting !== null,
    stop() {
      waiting = null;
      generation += 1;
    },
  };
}
