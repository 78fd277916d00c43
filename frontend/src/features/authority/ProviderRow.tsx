import { useTranslation } from "react-i18next";
import { useProviderFacts } from "../../session/useProviderFacts.ts";
import { ListRow } from "../../ui/layout/ListRow.tsx";
import type { ProviderView } from "../../usecases/model.ts";
import { ProviderStatus } from "./ProviderStatus.tsx";

export function ProviderRow({ provider, to }: { provider: ProviderView; to: string }) {
  const { t } = useTranslation();
  const facts = useProviderFacts()(provider);
  return (
    <ListRow
      to={to}
      icon={facts.icon}
      title={<bdi>{facts.name}</bdi>}
      meta={t("authority.row", { about: facts.about, place: facts.place })}
      status={<ProviderStatus provider={provider} />}
    />
  );
}
