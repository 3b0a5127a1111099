// What a person does in a chat: reads, types, taps, and waits. The stories in this folder are told in these words.

/** `page`: the browser's page. `bubbles(side)` and `field()` find the messages and the message field. */
export function chatting({ page, bubbles, field }) {
  return {
    /** Waits until the bot has said this. */
    says: (text) => bubbles("of-bot").filter({ hasText: text }).last().waitFor(),
    /** Types a message and sends it. */
    say: async (text) => {
      await field().fill(text);
      await page.keyboard.press("Enter");
    },
    /** Taps the newest button with this label, and waits until it is taken. */
    tap: async (label) => {
      await page.getByRole("button", { name: label, exact: true }).last().click();
      await page.waitForFunction(() => document.querySelector(".key[aria-busy]") === null);
    },
    /** Moves the sandbox's clock, and waits until it stands. */
    clock: async (label) => {
      await page.getByRole("button", { name: label }).click();
      await page.waitForFunction(() => document.querySelector("#clock-progress").hidden);
    },
  };
}
