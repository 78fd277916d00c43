/** What browser.test.ts hands to a page: the client, as the app would bundle it. */
import { createIpfsStore } from "../../../frontend/src/ipfs/createIpfsStore.ts";
import { parseEndpoint } from "../../../frontend/src/ipfs/parseEndpoint.ts";

const client = { createIpfsStore, parseEndpoint };
export type Client = typeof client;

Object.assign(globalThis, { client });
