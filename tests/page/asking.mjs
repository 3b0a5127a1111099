// The questions and the soak test on the page: a symptoms round with Back, Not sure, Why do you ask?, and the three verdicts on
// the soak. See page.mjs for the environment.

import assert from "node:assert/strict";

/** `tools`: what page.mjs hands over. */
export async function asking({ page, step, shot, addPerson, bubbles, says, say, tap, clock }) {
  /** Nobody taps as fast as this test; a minute on, the limit on flooding is far away again. */
  const breathe = () => clock("One minute on");
  const newcomer = async (name) => {
    await addPerson(`${name} ${Date.now() % 100_000}`);
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await says("I'm a program, not a clinician");
    await tap("Set up");
    await tap("I'm 16+ and I agree");
    await says("What is your time zone?");
    await say("Berlin");
    await says("Your time zone is now Berlin");
    await breathe();
  };
  /** Every answer before a soak is a "no", but for `other`. */
  const eligibility = async (other = {}) => {
    await say("/soak");
    for (const [question, answer] of [
      ["How old are you?", "50 to 64"],
      ["Has anyone told you", "None of these"],
      ["Do you notice any of this", "None of these"],
      ["pain in the calf, thigh or buttock", "No"],
      ["Do you have any of these?", "None of these"],
      ["in the last three months?", "None of these"],
      ["Do you take any of these?", "None of these"],
      ["A fall in the last year", "None of these"],
      ["Is any of this true right now?", "None of these"],
    ]) {
      const wanted = question === "A fall in the last year" ? "Any of these?" : question;
      await says(wanted);
      const taps = other[question] ?? [answer];
      for (const label of taps) await tap(label);
      if (question === "pain in the calf, thigh or buttock") await breathe();
      if (other[question] && other.ends === question) return;
    }
  };

  await page.setViewportSize({ width: 1280, height: 860 });
  await newcomer("Robin");
  await step("the symptoms, a question at a time: why, not sure, back, a typed answer, something else in the middle", async () => {
    await say("/symptoms");
    await says("How many nights a week");
    await tap("More");
    await tap("Why do you ask?");
    await says("Why I ask:");
    await shot("30-why");
    await say("about 3 a week");
    await says("Where do you get the cramps?");
    await tap("Calf");
    await shot("31-ticked");
    await tap("Done");
    await says("When do they come?");
    await tap("Back");
    await says("2 of 14");
    await tap("Done");
    await says("3 of 14");
    await tap("More");
    await tap("Not sure");
    await says("What do your legs do");
    await say("the weather is nice");
    await says("Here is the question again");
    await page.locator("#testers").evaluate((panel) => { panel.open = true; });
    const restarted = page.waitForResponse((response) => response.url().endsWith("/restart") && response.ok());
    await page.getByRole("button", { name: "Restart the bot" }).click();
    await restarted;
    await tap("Standing or walking long");
    await tap("Done");
    await says("pain in the calf, thigh or buttock");
    await breathe();
    await tap("No");
    await says("Do you notice any of this");
    await tap("None of these");
    await says("Is a leg swollen, red or hot right now?");
    await tap("No");
    await says("Do you have any of these?");
    await tap("None of these");
    await says("Has anyone told you");
    await tap("None of these");
    await says("in the last three months?");
    await tap("None of these");
    await says("Do you take any of these?");
    await tap("Statin");
    await tap("Done");
    await breathe();
    await says("How old are you?");
    await say("58");
    await says("What about vitamin D?");
    await tap("Not tested");
    await tap("Bananas");
    await tap("Done");
    await says("This is what you told me");
    await says("How sure is that?");
    await shot("32-told");
    await page.setViewportSize({ width: 360, height: 720 });
    await shot("33-told-360");
    await page.setViewportSize({ width: 1280, height: 860 });
    await say("/doctor");
    await says("To ask your doctor");
    await shot("34-doctor");
  });
  await newcomer("Sam");
  await step("the soak is not offered to whom it could harm, with the reason", async () => {
    await eligibility({ "Has anyone told you": ["Poor circulation", "Done"], ends: "Has anyone told you" });
    await says("The soak test is not for you");
    await shot("35-soak-not-offered");
  });
  await newcomer("Kim");
  await step("a clinician first, where there is a reason to ask", async () => {
    await eligibility({ "A fall in the last year": ["Stick or walking frame", "Done"] });
    await says("Ask a clinician before you try");
    await shot("36-soak-ask-first");
  });
  await newcomer("Toni");
  await step("offered, with the preparation: basin, thermometer, never above the ceiling", async () => {
    await eligibility();
    await says("You may try the soak test");
    await tap("Prepare for tonight");
    await says("37–40 °C");
    await shot("37-soak-prepare");
    assert.equal(await bubbles("of-bot").filter({ hasText: /4[1-9] °C/ }).count(), 0);
  });
  await step("a soak inside the card of a cramp: the water is measured, the clock runs, and the ten minutes go on", async () => {
    await say("/cramp");
    await says("I'm timing it");
    await tap("Still bad");
    await says("Still locked?");
    await tap("Still bad");
    await says("Is any of this true?");
    await say("/soak");
    await says("First this question, then the warm water");
    await tap("No, none");
    await tap("It's filled");
    await tap("It's 37–40 °C");
    await shot("38-soak-ready");
    await tap("Feet in");
    await breathe();
    await shot("39-feet-in");
    for (let minute = 0; minute < 4; minute += 1) await breathe();
    await shot("40-feet-out");
    for (let minute = 0; minute < 6; minute += 1) await breathe();
    await says("Ring your urgent advice line or doctor now");
    await shot("41-ten-minutes");
  });
}
