import { createContext, useContext } from "react";

/**
 * What screens call: use cases, the session, the wallet. Features may not import app, and ui may
 * not import use cases, so this file holds only the shape's name; app declares its members
 * (module augmentation in app/services.ts) and provides the value.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by module augmentation in app.
export interface Services {}

export const ServicesContext = createContext<Services | undefined>(undefined);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === undefined) throw new Error("useServices needs a ServicesContext around it.");
  return services;
}
