// Drives the sandbox's page in a real browser, by hand and by keyboard.
//
// CHARLEY_URL is the address of a running sandbox with any bot behind it that answers each message. The steps about the
// page itself run against any bot; what needs Charley's own conversation is in conversation.mjs, and runs when
// CHARLEY_CONVERSATION is set. CHROMIUM names the browser; SHOTS a folder for pictures to look at.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { asking } from "./asking.mjs";
import { chatting } from "./chat.mjs";
import { conversation } from "./conversation.mjs";
import { evenings } from "./evenings.mjs";

const url = process.env.CHARLEY_URL ?? "http://127.0.0.1:8080/";
const shots = process.env.SHOTS;
const patience = 15_000;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, colorScheme: "light", timezoneId: "Europe/Berlin" });
const page = await context.newPage();
page.setDefaultTimeout(patience);
const complaints = [];
page.on("pageerror", (error) => complaints.push(String(error)));
// A refused move of the clock is asked for below, and is the one refusal that the browser may report.
page.on("console", (message) => { if (message.type() === "error" && !message.text().includes("409")) complaints.push(message.text()); });
page.on("request", (request) => { if (!request.url().startsWith(new URL(url).origin)) complaints.push(`asks another host: ${request.url()}`); });

async function shot(name) {
  // An arriving message fades in; a picture taken meanwhile would show half of it.
  await page.waitForTimeout(350);
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
}

const bubbles = (side) => page.locator(`.message.${side}`);
const field = () => page.getByRole("textbox", { name: "Message", exact: true });

/** Does something and waits until the bot has sent one message more. */
async function answered(act) {
  const before = await bubbles("of-bot").count();
  await act();
  await page.waitForFunction((count) => document.querySelectorAll(".message.of-bot").length > count, before);
}

async function step(name, run) {
  const began = Date.now();
  try {
    await run();
    console.log(`ok   ${name} (${Date.now() - began} ms)`);
  } catch (error) {
    if (shots) await page.screenshot({ path: `${shots}/failed.png` });
    console.error(`FAIL ${name}`);
    throw error;
  }
}

/** A fresh person for this run, so that it does not matter what was said before. */
async function addPerson(name) {
  await page.getByRole("button", { name: "Add a person" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name }).and(page.locator("[aria-current]")).waitFor();
}

async function thePageItself() {
  const name = `Robin ${Date.now() % 100_000}`;
  await step("a new person sees what the bot is for, and a start button", async () => {
    await page.goto(url);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await addPerson(name);
    await page.getByRole("button", { name: "Start", exact: true }).waitFor();
    assert.equal(await page.locator("#composer").isVisible(), false);
    await shot("1-empty");
  });
  await step("start says /start, and the focus is in the message field", async () => {
    await answered(() => page.getByRole("button", { name: "Start", exact: true }).click());
    await page.waitForFunction(() => document.activeElement?.id === "text");
  });
  await step("Enter sends, Shift and Enter makes a line", async () => {
    await answered(async () => {
      await field().focus();
      await page.keyboard.type("first line");
      await page.keyboard.press("Shift+Enter");
      await page.keyboard.type("second line");
      await page.keyboard.press("Enter");
    });
    assert.match(await bubbles("of-person").last().innerText(), /first line\nsecond line/);
    assert.equal(await field().inputValue(), "");
    await shot("2-chat-light-wide");
  });
  await step("a message that arrives does not take the focus", async () => {
    assert.equal(await page.evaluate(() => document.activeElement.id), "text");
  });
  await step("one's own last message can be changed with the arrow key", async () => {
    await page.keyboard.press("ArrowUp");
    await page.getByText("Editing your message").waitFor();
    await field().fill("changed my mind");
    await page.keyboard.press("Enter");
    await bubbles("of-person").filter({ hasText: "changed my mind" }).filter({ hasText: "edited" }).waitFor();
  });
  await step("the command list opens with a slash and closes with Escape", commandList);
  await step("the attach menu goes by keyboard, and a location is shared", shareLocation);
  await step("a sticker and a voice message can be sent", async () => {
    for (const what of ["Sticker", "Voice message"]) {
      await page.getByRole("button", { name: "Attach", exact: true }).click();
      await page.getByRole("menuitem", { name: what }).click();
      await bubbles("of-person").filter({ hasText: what }).waitFor();
    }
  });
  await step("a blocked bot can be taken back", async () => {
    await page.locator("#more").click();
    await page.getByRole("menuitem", { name: "Block the bot" }).click();
    await page.getByText("You have blocked this bot.").waitFor();
    await page.getByRole("button", { name: "Unblock" }).click();
    await field().waitFor();
  });
  await step("several people keep their own chats", async () => {
    const other = `Kim ${Date.now() % 100_000}`;
    await addPerson(other);
    assert.equal(await page.locator(".message").count(), 0);
    await page.getByRole("button", { name }).click();
    await bubbles("of-person").filter({ hasText: "changed my mind" }).waitFor();
  });
  await step("the clock goes on, and not back", moveClock);
  await step("every control has a name, and the landmarks are there", accessibleNames);
  await step("text has enough contrast in both themes", contrast);
  await step("a reload shows the same chat", async () => {
    await page.reload();
    await bubbles("of-person").filter({ hasText: "changed my mind" }).waitFor();
  });
  await step("the theme can be chosen", async () => {
    await page.locator("#more").click();
    await page.getByRole("menuitemradio", { name: "Colours: dark" }).click();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
    await shot("4-dark-wide");
  });
  await step("at 360 px nothing scrolls sideways, and the panels are sheets", narrow);
}

async function commandList() {
  if (!(await page.getByRole("button", { name: "Menu", exact: true }).isVisible())) return;
  await field().focus();
  await page.keyboard.type("/");
  await page.getByRole("listbox", { name: "Commands" }).waitFor();
  await page.keyboard.press("ArrowDown");
  assert.ok(await field().getAttribute("aria-activedescendant"));
  await shot("3-commands");
  await page.keyboard.press("Escape");
  await page.getByRole("listbox", { name: "Commands" }).waitFor({ state: "hidden" });
  await field().fill("");
}

async function shareLocation() {
  await page.getByRole("button", { name: "Attach", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menu", { name: "Attach", exact: true }).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.id), "attach");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Share a location" }).waitFor();
  await shot("3-location");
  await answered(() => page.getByRole("button", { name: "Nairobi" }).click());
  await bubbles("of-person").filter({ hasText: "-1.2921" }).waitFor();
}

async function moveClock() {
  const time = page.locator("#clock-time");
  await page.getByRole("button", { name: "To 3 am" }).click();
  await page.waitForFunction(() => document.getElementById("clock-time").textContent.startsWith("03:00"));
  await page.getByRole("button", { name: "To tomorrow morning (08:05)" }).click();
  await page.waitForFunction(() => document.getElementById("clock-time").textContent.startsWith("08:05"));
  await page.getByLabel("Go to").fill("2020-01-01T10:00");
  await page.getByRole("button", { name: "Go", exact: true }).click();
  await page.getByText("The clock only goes forward").waitFor();
  assert.match(await time.textContent(), /^08:0/);
  await page.getByText("It is now").or(page.getByText("The clock only goes forward")).waitFor();
}

async function accessibleNames() {
  const nameless = await page.evaluate(() => {
    const visible = (node) => node.checkVisibility();
    const named = (node) => (node.getAttribute("aria-label") || node.textContent.trim() || node.labels?.[0]?.textContent || "").trim();
    const controls = [...document.querySelectorAll("button, a, input, select, textarea, summary")];
    return controls.filter((node) => visible(node) && !named(node)).map((node) => node.outerHTML);
  });
  assert.deepEqual(nameless, []);
  for (const role of ["main", "navigation", "complementary", "log"]) await page.getByRole(role).first().waitFor();
  assert.equal(await page.getByRole("log").getAttribute("aria-live"), "polite");
  assert.equal(await page.locator('[role="button"]:not(.entity-spoiler)').count(), 0);
}

/** WCAG AA for each text that is shown, against the nearest ground that is painted behind it. */
async function contrast() {
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.waitForTimeout(300);
    const weak = await page.evaluate(weakTexts);
    assert.deepEqual(weak, [], `in ${scheme}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
}

function weakTexts() {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => {
    const linear = [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      const colour = rgba(style.backgroundColor);
      if (colour[3] > 250) return colour;
      const gradient = style.backgroundImage.match(/rgba?\([^)]*\)/);
      if (gradient) return rgba(gradient[0]);
    }
    return [255, 255, 255, 255];
  };
  const texts = [...document.querySelectorAll("body *")].filter((node) =>
    node.checkVisibility() && !node.closest(".unseen, .skip, option, :disabled") &&
    [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim()));
  return texts.flatMap((node) => {
    const style = getComputedStyle(node);
    const [a, b] = [light(rgba(style.color)), light(ground(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const large = parseFloat(style.fontSize) >= 24;
    return ratio < (large ? 3 : 4.5) ? [`${node.tagName}.${node.className}: ${ratio.toFixed(2)} "${node.textContent.trim().slice(0, 30)}"`] : [];
  });
}

async function narrow() {
  await page.setViewportSize({ width: 360, height: 740 });
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && document.body.scrollWidth <= innerWidth);
  assert.ok(await fits(), "the chat scrolls sideways");
  await shot("5-dark-360");
  await page.getByRole("button", { name: /^People/ }).click();
  await page.getByRole("navigation", { name: "People" }).waitFor();
  await shot("6-people-360");
  await page.keyboard.press("Escape");
  await page.getByRole("navigation", { name: "People" }).waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => document.activeElement.id), "open-people");
  await page.getByRole("button", { name: /^Clock/ }).click();
  await page.getByRole("button", { name: "To this evening" }).waitFor();
  await page.getByText("For testers").click();
  await shot("7-clock-360");
  assert.ok(await fits(), "the clock sheet scrolls sideways");
  await page.keyboard.press("Escape");
  await page.emulateMedia({ colorScheme: "light" });
  await page.evaluate(() => { document.documentElement.dataset.theme = "light"; });
  await shot("8-light-360");
  await page.setViewportSize({ width: 900, height: 700 });
  await shot("9-light-900");
  assert.ok(await fits(), "the middle width scrolls sideways");
}

try {
  await thePageItself();
  if (process.env.CHARLEY_CONVERSATION) {
    const tools = { page, step, shot, addPerson, field, bubbles, ...chatting({ page, bubbles, field }) };
    await conversation(tools);
    await asking(tools);
    await evenings(tools);
  }
  assert.deepEqual(complaints, [], "the browser complained");
  console.log("the page holds");
} finally {
  await browser.close();
}
