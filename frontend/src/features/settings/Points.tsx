import { Icon } from "../../ui/icon/Icon.tsx";
import classes from "./Points.module.css";

/** A few sentences, each behind a lock (nobody sees it) or an eye (everyone does). */
export function Points({ kind, points }: { kind: "closed" | "open"; points: readonly string[] }) {
  return (
    <ul className={classes.points} data-kind={kind}>
      {points.map((point) => (
        <li key={point}>
          <Icon name={kind === "closed" ? "lock" : "eye"} size={1.25} />
          <span>{point}</span>
        </li>
      ))}
    </ul>
  );
}
