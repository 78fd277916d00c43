// The build runs from any folder: under an IPFS gateway's path, or a hospital's own website.
import { textFile } from "./support/medicalFiles.ts";
import { Person } from "./support/person.ts";
import { expect, test } from "./support/system.ts";

test("the app works when it is served from a sub-folder", async ({ system, newPage }) => {
  const page = await newPage();
  const folder = "clinic/health/";
  // The same server, as if the files lay in the folder; nothing is served outside of it. The page
  // itself comes from the server (which answers any folder with it): one made up by the test would
  // not count as this computer's own, and might not talk to its chain.
  await page.context().route(`${system.appUrl}**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === `/${folder}`) return route.continue();
    if (!pathname.startsWith(`/${folder}`)) return route.fulfill({ status: 404 });
    const response = await route.fetch({
      url: new URL(pathname.slice(folder.length + 1), system.appUrl).href,
    });
    return route.fulfill({ response });
  });
  await page.goto(`${system.appUrl}${folder}`);
  const person = new Person(page);
  await person.choose("Tomas");
  await person.setUpAsPatient("Tomas Lind", "1971-08-19");
  await person.addRecords([textFile("letter.txt", "Dear colleague")]);
  await person.goTo("/records");
  await person.link("letter").click();
  await expect(person.text("Dear colleague")).toBeVisible();
  expect(await person.codeText()).toMatch(new RegExp(`^${system.appUrl}${folder}#/c/`));
});
