import { useId, type ReactElement } from "react";
import { strings } from "../strings";

interface ControlProps {
  id: string;
  "aria-invalid": boolean;
  "aria-describedby": string | undefined;
  "aria-required": boolean;
}

interface Props {
  label: string;
  required?: boolean;
  error?: string | undefined;
  inline?: boolean;
  children: (control: ControlProps) => ReactElement;
}

/** A labelled control with its error below; `inline` puts a checkbox before its label. */
export function FormField({ label, required = false, error, inline = false, children }: Props) {
  const id = useId();
  const errorId = `${id}-error`;
  const control = children({
    id,
    "aria-invalid": error !== undefined,
    "aria-describedby": error === undefined ? undefined : errorId,
    "aria-required": required,
  });
  const name = (
    <label htmlFor={id} className="text-sm font-medium">
      {label}
      {required && <span aria-hidden="true" className="text-red-700 dark:text-red-300"> *</span>}
    </label>
  );
  return (
    <div className="space-y-1">
      {inline ? (
        <div className="flex items-center gap-2">{control}{name}</div>
      ) : (
        <>
          <div className="flex justify-between">
            {name}
            {!required && <span aria-hidden="true" className="text-xs text-slate-600 dark:text-slate-400">{strings.optional}</span>}
          </div>
          {control}
        </>
      )}
      {error !== undefined && (
        <p id={errorId} className="text-sm text-red-700 dark:text-red-300">{label} {error}</p>
      )}
    </div>
  );
}
