import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../icon/Icon.tsx";
import classes from "./AnnouncerProvider.module.css";
import { type Announcer, AnnouncerContext, type ToastContent } from "./useAnnounce.ts";

interface ShownToast extends ToastContent {
  readonly id: number;
}

const TOAST_MS = 8000;

/** Holds the live regions and the toasts. Once, around the app. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [polite, setPolite] = useState("");
  const [assertive, setAssertive] = useState("");
  const [toasts, setToasts] = useState<readonly ShownToast[]>([]);
  const nextId = useRef(1);
  const timers = useRef(new Map<number, ReturnType<typeof setTimeout>>());

  const close = useCallback((id: number) => {
    clearTimeout(timers.current.get(id));
    timers.current.delete(id);
    setToasts((shown) => shown.filter((toast) => toast.id !== id));
  }, []);
  const closeLater = useCallback(
    (id: number) => {
      clearTimeout(timers.current.get(id));
      timers.current.set(
        id,
        setTimeout(() => close(id), TOAST_MS),
      );
    },
    [close],
  );
  const announcer = useMemo<Announcer>(() => {
    const announce: Announcer["announce"] = (message, options) => {
      const set = options?.assertive === true ? setAssertive : setPolite;
      // Emptied first, so that the same words are said again when they come twice.
      set("");
      setTimeout(() => set(message), 60);
    };
    return {
      announce,
      toast: (content) => {
        const id = nextId.current++;
        setToasts((shown) => [...shown.slice(-2), { ...content, id }]);
        announce(content.message);
        closeLater(id);
      },
    };
  }, [closeLater]);

  return (
    <AnnouncerContext value={announcer}>
      {children}
      <div className={classes.toasts}>
        {toasts.map((toast) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: hovering only keeps it on screen.
          <div
            key={toast.id}
            className={classes.toast}
            onMouseEnter={() => clearTimeout(timers.current.get(toast.id))}
            onMouseLeave={() => closeLater(toast.id)}
          >
            <Icon
              name={toast.kind === "warning" ? "alert" : toast.kind === "good" ? "check" : "info"}
            />
            <p>{toast.message}</p>
            <button type="button" onClick={() => close(toast.id)} aria-label={t("ui.close")}>
              <Icon name="cross" size={1.25} />
            </button>
          </div>
        ))}
      </div>
      <div role="status" className="hr-visually-hidden">
        {polite}
      </div>
      <div role="alert" className="hr-visually-hidden">
        {assertive}
      </div>
    </AnnouncerContext>
  );
}
