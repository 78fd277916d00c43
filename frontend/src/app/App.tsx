import { QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { createHashRouter } from "react-router";
import { RouterProvider } from "react-router/dom";
import { AnnouncerProvider } from "../ui/feedback/AnnouncerProvider.tsx";
import { AppTheme } from "../ui/theme/AppTheme.tsx";
import { createQueryClient } from "./queryClient.ts";
import { routes } from "./routes.tsx";

/*
 * Outermost first: the theme (an error page needs it), the query cache, the announcer, then the
 * router. The session belongs between the announcer and the router: it needs both of the outer
 * two, and every page needs it.
 */
export function App() {
  const [queryClient] = useState(createQueryClient);
  const [router] = useState(() => createHashRouter(routes));
  return (
    <AppTheme>
      <QueryClientProvider client={queryClient}>
        <AnnouncerProvider>
          <RouterProvider router={router} />
        </AnnouncerProvider>
      </QueryClientProvider>
    </AppTheme>
  );
}
