import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { withoutDirectionMarks } from "../../domain/directionMarks.ts";
import { FileName } from "../facts/FileName.tsx";
import { formatBytes } from "../facts/formatBytes.ts";
import { useObjectUrl } from "../hooks/useObjectUrl.ts";
import { Icon } from "../icon/Icon.tsx";
import classes from "./FileDetailsForm.module.css";

export interface FileDetails<Kind extends string, Part extends number> {
  readonly id: string;
  readonly file: File;
  readonly title: string;
  readonly kind: Kind;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly part: Part;
}

export interface FileDetailsFormProps<Kind extends string, Part extends number> {
  value: FileDetails<Kind, Part>;
  onChange: (value: FileDetails<Kind, Part>) => void;
  onRemove?: (() => void) | undefined;
  kinds: readonly { readonly value: Kind; readonly label: string }[];
  parts: readonly { readonly value: Part; readonly label: string }[];
  /** The last day that may be chosen, YYYY-MM-DD. */
  today: string;
  /** In words, by field. `file`: the file itself can't be added. */
  problems: Partial<Record<"file" | "title" | "date", string>>;
  /** Fields get the ids `${idPrefix}-title` and so on, for `FormErrorSummary`. */
  idPrefix: string;
  /** "Part of your chart" and its hint when nothing is given; a provider words it otherwise. */
  partLabel?: string | undefined;
  partHint?: string | undefined;
}

/** What one file is: its name in the chart, kind, date, and the part it goes into. */
export function FileDetailsForm<Kind extends string, Part extends number>(
  props: FileDetailsFormProps<Kind, Part>,
) {
  const { value, onChange, kinds, parts, problems, idPrefix } = props;
  const { t, i18n } = useTranslation();
  const { file } = value;
  return (
    <fieldset className={classes.form}>
      <legend className="hr-visually-hidden">{withoutDirectionMarks(file.name)}</legend>
      <div className={classes.file} id={`${idPrefix}-file`}>
        <Thumbnail file={file} />
        <div className={classes.about}>
          <p className={classes.name}>
            <FileName name={file.name} />
          </p>
          <p className={classes.size}>{formatBytes(file.size, i18n.language)}</p>
        </div>
        {props.onRemove !== undefined && (
          <Button variant="subtle" size="sm" onClick={props.onRemove}>
            {t("ui.record.remove")}
            <span className="hr-visually-hidden"> {withoutDirectionMarks(file.name)}</span>
          </Button>
        )}
      </div>
      {problems.file !== undefined ? (
        <p className={classes.problem}>
          <Icon name="alert" size={1.25} />
          {problems.file}
        </p>
      ) : (
        <div className={classes.fields}>
          <TextInput
            className={classes.wide ?? ""}
            id={`${idPrefix}-title`}
            label={t("ui.record.title")}
            value={value.title}
            error={problems.title}
            maxLength={200}
            autoComplete="off"
            dir="auto"
            onChange={(event) => onChange({ ...value, title: event.currentTarget.value })}
          />
          <NativeSelect
            id={`${idPrefix}-kind`}
            label={t("ui.record.kind")}
            data={kinds.map(({ value: kind, label }) => ({ value: kind, label }))}
            value={value.kind}
            onChange={(event) => {
              const kind = kinds.find((one) => one.value === event.currentTarget.value)?.value;
              if (kind !== undefined) onChange({ ...value, kind });
            }}
          />
          <TextInput
            id={`${idPrefix}-date`}
            type="date"
            label={t("ui.record.date")}
            value={value.date}
            error={problems.date}
            max={props.today}
            onChange={(event) => onChange({ ...value, date: event.currentTarget.value })}
          />
          <NativeSelect
            className={classes.wide ?? ""}
            id={`${idPrefix}-part`}
            label={props.partLabel ?? t("ui.record.part")}
            description={props.partHint ?? t("ui.record.partHint")}
            data={parts.map(({ value: part, label }) => ({ value: String(part), label }))}
            value={String(value.part)}
            onChange={(event) => {
              const part = parts.find((one) => String(one.value) === event.currentTarget.value);
              if (part !== undefined) onChange({ ...value, part: part.value });
            }}
          />
        </div>
      )}
    </fieldset>
  );
}

/** The person's own file, not yet sealed: shown so that they see which photo this is. */
function Thumbnail({ file }: { file: File }) {
  const isImage = /^image\/(jpeg|png|webp|gif|avif)$/.test(file.type) && file.size > 0;
  const url = useObjectUrl(isImage ? file : undefined);
  return url === undefined ? (
    <span className={classes.icon}>
      <Icon name="file" />
    </span>
  ) : (
    <img className={classes.thumbnail} src={url} alt="" />
  );
}
