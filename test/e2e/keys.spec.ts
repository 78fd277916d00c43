// The keys of a chart: locked in one browser, brought back in another.
import { textFile } from "./support/medicalFiles.ts";
import { passphrase } from "./support/person.ts";
import { expect, test } from "./support/system.ts";

test("the 24 words bring a chart back in a browser that knows nothing", async ({
  openWithMetaMask,
}) => {
  const first = await openWithMetaMask();
  await first.connectMetaMask();
  const words = await first.setUpAsPatient("Ruth Okafor", "1948-11-30");
  await first.addRecords([textFile("letter.txt", "Kept for later")]);
  await first.page.context().close();

  const second = await openWithMetaMask({ key: first.wallet.key });
  await second.connectMetaMask();
  await expect(second.text("This device does not know your keys yet")).toBeVisible();
  await second.button("Use my recovery sheet").click();
  await second.page.getByLabel("The 24 words").fill(words.join(" "));
  await second.page.getByLabel("A passphrase for this device").fill("another passphrase here");
  await second.page.getByLabel("The same passphrase again").fill("another passphrase here");
  await second.button("Bring my records back").click();
  await second.link("letter").click();
  await expect(second.text("Kept for later")).toBeVisible();
});

test("the words of somebody else's sheet are refused", async ({ openWithMetaMask, newPatient }) => {
  const stranger = await openWithMetaMask();
  await stranger.connectMetaMask();
  const words = await stranger.setUpAsPatient("Somebody Else", "1970-01-01");
  const own = await newPatient("Eve Adler");
  const again = await openWithMetaMask({ key: own.wallet.key });
  await again.connectMetaMask();
  await again.button("Use my recovery sheet").click();
  await again.page.getByLabel("The 24 words").fill(words.join(" "));
  await again.page.getByLabel("A passphrase for this device").fill(passphrase);
  await again.page.getByLabel("The same passphrase again").fill(passphrase);
  await again.button("Bring my records back").click();
  await expect(again.alert()).toContainText("This recovery sheet belongs to another account.");
});

test("a wrong passphrase opens nothing, the right one does, and a damaged vault says so", async ({
  newPatient,
}) => {
  const hana = await newPatient("Hana Kim");
  await hana.addRecords([textFile("letter.txt", "Locked in this browser")]);
  await hana.goTo("/records");
  await hana.page.reload();
  await hana.connectMetaMask();
  await hana.unlock("not the passphrase at all");
  await expect(hana.alert()).toContainText("That isn't the passphrase of this browser.");
  await hana.unlock();
  await expect(hana.link("letter")).toBeVisible();

  await hana.page.evaluate(damageVaults);
  await hana.page.reload();
  await hana.connectMetaMask();
  await hana.unlock();
  await expect(hana.alert()).toContainText("What this browser stored for unlocking is damaged.");
  await expect(hana.alert()).toContainText("Restore from your recovery sheet");
});

/** Runs in the page: one bit of every vault of this browser. */
async function damageVaults(): Promise<void> {
  const finished = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  let damaged = 0;
  for (const { name } of await indexedDB.databases()) {
    if (name === undefined) continue;
    const database = await finished(indexedDB.open(name));
    for (const storeName of database.objectStoreNames) {
      const store = database.transaction(storeName, "readwrite").objectStore(storeName);
      for (const key of await finished(store.getAllKeys())) {
        if (typeof key !== "string" || !key.startsWith("vault/")) continue;
        const vault: Uint8Array = await finished(store.get(key));
        vault[100] = (vault[100] ?? 0) ^ 1;
        await finished(store.put(vault, key));
        damaged += 1;
      }
    }
    database.close();
  }
  if (damaged === 0) throw new Error("this browser holds no vault");
}
