import { QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { createHashRouter } from "react-router";
import { RouterProvider } from "react-router/dom";
import type { Connector } from "../session/connector.ts";
import { AnnouncerProvider } from "../ui/feedback/AnnouncerProvider.tsx";
import { AppTheme } from "../ui/theme/AppTheme.tsx";
import { createQueryClient } from "./queryClient.ts";
import { routes } from "./routes.tsx";
import { SessionShell } from "./SessionShell.tsx";

/*
 * Outermost first: the theme (an error page needs it), the query cache, the announcer, the
 * session (it needs the two outer ones, and every page needs it), then the router.
 */
export function App({ connector }: { connector: Connector }) {
  const [queryClient] = useState(createQueryClient);
  const [router] = useState(() => createHashRouter(routes));
  return (
    <AppTheme>
      <QueryClientProvider client={queryClient}>
        <AnnouncerProvider>
          <SessionShell connector={connector}>
            <RouterProvider router={router} />
          </SessionShell>
        </AnnouncerProvider>
      </QueryClientProvider>
    </AppTheme>
  );
}
