import { useParams } from "react-router";

/** A number of the route (`:patient`, `:provider`, `:ref`); undefined when it isn't one. */
export function useNumberParam<T extends number>(name: string): T | undefined {
  return toNumber<T>(useParams()[name]);
}

/** The same for a search parameter or anything else that was typed. */
export function toNumber<T extends number>(text: string | null | undefined): T | undefined {
  if (text === null || text === undefined || !/^\d{1,10}$/.test(text)) return undefined;
  const value = Number(text);
  return value <= 0xffff_ffff ? (value as T) : undefined;
}
