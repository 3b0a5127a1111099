// Charley's own conversation on the page: a cramp from the first word to the morning and the diary, a red flag in the middle,
// and the erasure. The clock is moved from the page, as a person would. See page.mjs for the environment.

import assert from "node:assert/strict";

/** `tools`: what page.mjs hands over. */
export async function conversation({ page, step, shot, addPerson, field, bubbles, says, say, tap, clock }) {

  await page.setViewportSize({ width: 1280, height: 860 });
  await addPerson(`Alex ${Date.now() % 100_000}`);

  await step("first contact: who Charley is, and two buttons", async () => {
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await says("I'm a program, not a clinician");
    await tap("Set up");
    await says("May I keep a diary");
    await tap("I'm 16+ and I agree");
    await says("What is your time zone?");
    await say("Berlin");
    await says("Your time zone is now Berlin");
    await shot("10-set-up");
  });
  await step("a cramp at three in the night: the stretch first, a countdown, the next step by itself", async () => {
    await clock("To 3 am");
    await say("calf cramp");
    await says("Pull your toes towards your shin");
    await shot("11-night-card");
    await clock("10 seconds on");
    await says("About 20 seconds left");
    await clock("One minute on");
    await says("Still locked?");
    await tap("Still bad");
    await says("Is any of this true?");
    await tap("No, none");
    await says("Rub the muscle firmly");
    await tap("Gone");
    await says("Put the phone down");
    await shot("12-gone");
  });
  await step("in the morning three taps, each of which could be skipped", async () => {
    await clock("To tomorrow morning (08:05)");
    await says("May I ask three short things?");
    await shot("13-morning");
    await tap("Left calf");
    await says("How bad was the pain?");
    await tap("7");
    await says("How much did it disturb your sleep?");
    await tap("4");
    await says("Thank you. Noted:");
  });
  await step("the diary shows it, in the person's own time", async () => {
    await say("/history");
    await says("left calf, 1 minute, pain 7, sleep disturbed 4");
    await shot("14-diary");
  });
  await step("a red flag in the middle of a cramp stops everything", async () => {
    await say("/cramp");
    await says("I'm timing it");
    await say("now chest pain and i cant breathe");
    await says("Call your local emergency number now");
    await shot("15-red-flag");
    const flags = await bubbles("of-bot").filter({ hasText: "Call your local emergency number now" }).count();
    await say("/cramp");
    await bubbles("of-bot").filter({ hasText: "Call your local emergency number now" }).nth(flags).waitFor();
    await tap("I meant something else");
    await says("did you cough blood");
    await tap("No");
    await says("a cold or numb leg, sudden weakness");
    await tap("No");
    await says("There is no warning now");
  });
  for (const [name, width, scheme] of [["16-light-wide", 1440, "light"], ["17-dark-wide", 1440, "dark"], ["18-light-360", 360, "light"], ["19-dark-360", 360, "dark"]]) {
    await step(`it looks right: ${name}`, async () => {
      await page.setViewportSize({ width, height: width < 500 ? 720 : 900 });
      await page.evaluate((theme) => { document.documentElement.dataset.theme = theme; }, scheme);
      await shot(name);
      assert.equal(await page.evaluate(() => document.scrollingElement.scrollTop), 0, "the page itself does not scroll");
      assert.ok(await field().isVisible());
      const box = await field().boundingBox();
      assert.ok(box.y + box.height <= page.viewportSize().height, "the message field is in sight");
    });
  }
  await step("everything is erased, with a receipt", async () => {
    await page.setViewportSize({ width: 1280, height: 860 });
    await say("/delete");
    await says("Erase everything that I keep about you?");
    await tap("Yes, erase it all");
    await says("Everything that I kept about you is erased");
    await say("/history");
    await says("Your diary is empty");
    await shot("20-erased");
  });
}
