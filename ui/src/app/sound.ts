// Short sounds, made and not loaded.

/** Frequencies in hertz, one after the other, by the name of the sound. */
const TONES: Record<string, readonly number[]> = {
  "message-new-instant": [660, 880],
  complete: [523, 659, 784],
  "dialog-warning": [440, 440],
  "dialog-error": [330, 262],
  "alarm-clock-elapsed": [880, 660, 880, 660, 880],
};
/** Seconds of a tone. */
const TONE_S = 0.16;

/** Plays a sound once; where the system has none, nothing happens. */
export function play(name: string): void {
  const tones = TONES[name] ?? TONES["message-new-instant"] ?? [];
  if (typeof AudioContext === "undefined") return;
  const audio = new AudioContext();
  const volume = audio.createGain();
  volume.gain.value = 0.2;
  volume.connect(audio.destination);
  let last: OscillatorNode | undefined;
  tones.forEach((frequency, n) => {
    const tone = audio.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(volume);
    tone.start(audio.currentTime + n * TONE_S);
    tone.stop(audio.currentTime + (n + 0.9) * TONE_S);
    last = tone;
  });
  last?.addEventListener("ended", () => void audio.close());
}
