import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import i18next from "i18next";
import { type ReactNode, StrictMode } from "react";
import { initReactI18next } from "react-i18next";
import { createMemoryRouter } from "react-router";
import { RouterProvider } from "react-router/dom";
import { render } from "vitest-browser-react";
import { AnnouncerProvider } from "../feedback/AnnouncerProvider.tsx";
import strings from "../locales/en.json";
import { AppTheme } from "../theme/AppTheme.tsx";

export interface RenderUiOptions {
  /** A feature's own strings by its name: `{ chart: chartStrings }`. */
  strings?: Record<string, unknown>;
  /** Where the component stands; links lead to a page that shows its path. */
  path?: string;
  /** The pattern that `path` fits, where the component reads its parameters. */
  route?: string;
}

/** Renders as the app does: StrictMode, theme, strings, query client, announcer, router. */
export async function renderUi(children: ReactNode, options: RenderUiOptions = {}) {
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({
      lng: "en",
      fallbackLng: "en",
      resources: {},
      interpolation: { escapeValue: false },
      react: { useSuspense: false },
    });
  }
  i18next.addResourceBundle("en", "translation", { ui: strings, ...options.strings }, true, true);
  const path = options.path ?? "/";
  const router = createMemoryRouter(
    [
      { path: options.route ?? path, element: <main>{children}</main> },
      { path: "*", Component: () => <main>Another page</main> },
    ],
    { initialEntries: [path] },
  );
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <StrictMode>
      <AppTheme>
        <QueryClientProvider client={client}>
          <AnnouncerProvider>
            <RouterProvider router={router} />
          </AnnouncerProvider>
        </QueryClientProvider>
      </AppTheme>
    </StrictMode>,
  );
}
