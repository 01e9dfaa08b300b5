import { useId, type InputHTMLAttributes, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes } from "react";
import type { FieldError } from "react-hook-form";
import { control } from "./ui";

interface Common {
  label: string;
  error?: FieldError | undefined;
  hint?: string;
}

function useParts(error: FieldError | undefined, hint: string | undefined) {
  const id = useId();
  const describedBy = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return {
    id,
    aria: { "aria-invalid": error ? true : undefined, "aria-describedby": describedBy || undefined },
    after: (
      <>
        {hint && (
          <span id={`${id}-hint`} className="text-sm text-slate-600 dark:text-slate-400">
            {hint}
          </span>
        )}
        {error && (
          <span id={`${id}-error`} className="text-sm text-red-800 dark:text-red-300">
            {error.message || "is not valid"}
          </span>
        )}
      </>
    ),
  };
}

export function TextField({ label, error, hint, ...input }: Common & InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  const { id, aria, after } = useParts(error, hint);
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id}>{label}</label>
      <input id={id} className={control} {...aria} {...input} />
      {after}
    </div>
  );
}

export function TextArea({ label, error, hint, ...input }: Common & TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: Ref<HTMLTextAreaElement> }) {
  const { id, aria, after } = useParts(error, hint);
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id}>{label}</label>
      <textarea id={id} className={control} {...aria} {...input} />
      {after}
    </div>
  );
}

export function SelectField({ label, error, hint, children, ...input }: Common & SelectHTMLAttributes<HTMLSelectElement> & { ref?: Ref<HTMLSelectElement> }) {
  const { id, aria, after } = useParts(error, hint);
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id}>{label}</label>
      <select id={id} className={control} {...aria} {...input}>
        {children}
      </select>
      {after}
    </div>
  );
}
