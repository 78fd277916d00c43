import { useTranslation } from "react-i18next";
import { useWords } from "../../session/useWords.ts";
import { type StatusKind, StatusTag } from "../../ui/facts/StatusTag.tsx";
import type { ProviderView } from "../../usecases/model.ts";
import { statusOf } from "./statusOf.ts";

const kinds: Record<ProviderView["status"], StatusKind> = {
  applied: "waiting",
  verified: "good",
  expired: "ended",
  suspended: "warning",
  revoked: "bad",
};

/** Where a provider stands, in words and with a shape of its own. */
export function ProviderStatus({ provider }: { provider: ProviderView }) {
  const { t } = useTranslation();
  const words = useWords();
  const status = statusOf(provider);
  return (
    <StatusTag kind={kinds[status]}>
      {t(`authority.status.${status}`, {
        date: words.day(provider.verifiedUntil, { short: true }),
      })}
    </StatusTag>
  );
}
