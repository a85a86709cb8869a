// A worker: finds the number whose SHA-256, after salt and nonce, begins as the task says.
"use strict";

const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

onmessage = async ({ data: challenge }) => {
  const { salt, nonce, keyPrefix } = challenge.parameters;
  const wanted = fromHex(keyPrefix);
  const tried = new Uint8Array([...fromHex(salt + nonce), 0, 0, 0, 0]);
  const number = new DataView(tried.buffer, tried.length - 4);
  for (let counter = 0; counter < 2 ** 32; counter += 1) {
    number.setUint32(0, counter);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", tried));
    if (wanted.every((byte, place) => byte === digest[place])) {
      const solution = { counter, derivedKey: toHex(digest) };
      postMessage(btoa(JSON.stringify({ challenge, solution })));
      return;
    }
  }
};
