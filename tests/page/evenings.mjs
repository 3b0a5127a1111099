// The month of evenings on the page: joining, the card at nine, the guided exercises, later, a skip, a pause, and the morning's question.
// The clock is moved from the page, as a person would. See page.mjs for the environment.

/** `tools`: what page.mjs hands over. */
export async function evenings({ page, step, shot, addPerson, bubbles, says, say, tap, clock }) {

  await page.setViewportSize({ width: 1280, height: 860 });
  await addPerson(`Robin ${Date.now() % 100_000}`);

  await step("joining asks the consent, the zone and the time, and nothing else", async () => {
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await says("I'm a program, not a clinician");
    await say("/routine");
    await says("May I keep a diary");
    await tap("I'm 16+ and I agree");
    await says("What is your time zone?");
    await say("Berlin");
    await says("At what time?");
    await shot("50-joining");
    await tap("21:00");
    await says("I'll come at about 21:00");
    await shot("51-joined");
  });
  await step("at nine the card comes, and names no complaint", async () => {
    await clock("To this evening (21:11)");
    await says("Time for your ten minutes");
    await shot("52-evening");
  });
  await step("later: once more in half an hour, and then the exercises", async () => {
    await tap("Later");
    await says("When would be good?");
    await tap("In 30 minutes");
    await says("I'll come back at");
    for (let n = 0; n < 31; n += 1) await clock("One minute on");
    await says("once more. Would now be good?");
  });
  await step("the guided exercises count, wait, and say why", async () => {
    await tap("Guide me");
    await says("is any of this true now?");
    await shot("60-check");
    await tap("None of these");
    await says("Warm-up (1 of");
    await tap("Why this?");
    await says("How sure:");
    await shot("53-why");
    await tap("Start");
    await says("About 3 minutes left");
    await clock("10 seconds on");
    await clock("10 seconds on");
    await says("About 3 minutes left");
    await shot("54-counting");
    await tap("Pause");
    await says("I'm waiting");
    await tap("Leave this out");
    await says("(2 of");
    await tap("Enough for tonight");
    await says("spare evenings");
    await shot("55-enough");
  });
  await step("in the morning one question, in one tap", async () => {
    await clock("To tomorrow morning (08:05)");
    await says("How was last night?");
    await shot("56-morning");
    await tap("No cramp");
    await says("a night without a cramp");
  });
  await step("a pause holds the evenings", async () => {
    await say("pause 2 days");
    await says("Paused. I come again on");
    await shot("57-paused");
    const before = await bubbles("of-bot").filter({ hasText: "Time for your ten minutes" }).count();
    await clock("To this evening (21:11)");
    const after = await bubbles("of-bot").filter({ hasText: "Time for your ten minutes" }).count();
    if (after !== before) throw new Error("an evening message came in the pause");
  });
  for (const [name, width, scheme] of [["58-evening-dark-360", 360, "dark"], ["59-settings-light-360", 360, "light"]]) {
    await step(`it looks right: ${name}`, async () => {
      await page.setViewportSize({ width, height: 720 });
      await page.evaluate((theme) => { document.documentElement.dataset.theme = theme; }, scheme);
      await say("/routine");
      await tap(scheme === "dark" ? "Go on now" : "Change");
      await shot(name);
    });
  }
}
