import type { ReactNode } from "react";
import { Link } from "react-router";
import { Icon, type IconName } from "../icon/Icon.tsx";
import classes from "./ListRow.module.css";

export interface ListRowProps {
  title: ReactNode;
  /** The second line: kind, date, who. */
  meta?: ReactNode;
  icon?: IconName | undefined;
  /** A `StatusTag`, a count, a date. Goes under the text on a phone. */
  status?: ReactNode;
  /** Makes the whole row a link or a button, with a chevron. */
  to?: string | undefined;
  onClick?: (() => void) | undefined;
  /** A small button of its own, for rows that are not links. */
  action?: ReactNode;
}

/** One line of a list, at least 64 px high, the whole of it to be tapped. Lives in a `ListGroup`. */
export function ListRow({ title, meta, icon, status, to, onClick, action }: ListRowProps) {
  const body = (
    <>
      {icon !== undefined && (
        <span className={classes.icon}>
          <Icon name={icon} />
        </span>
      )}
      <span className={classes.text}>
        <span className={classes.title}>{title}</span>
        {meta !== undefined && <span className={classes.meta}>{meta}</span>}
      </span>
      {status !== undefined && <span className={classes.status}>{status}</span>}
    </>
  );
  const chevron = <Icon name="forward" size={1.25} className={classes.chevron} />;
  return (
    <li className={classes.item}>
      {to !== undefined ? (
        <Link to={to} className={`${classes.row} ${classes.tappable}`}>
          {body}
          {chevron}
        </Link>
      ) : onClick !== undefined ? (
        <button type="button" onClick={onClick} className={`${classes.row} ${classes.tappable}`}>
          {body}
          {chevron}
        </button>
      ) : (
        <div className={classes.row}>
          {body}
          {action !== undefined && <span className={classes.action}>{action}</span>}
        </div>
      )}
    </li>
  );
}
