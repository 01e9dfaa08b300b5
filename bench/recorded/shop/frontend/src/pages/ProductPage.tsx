import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { createCartLine, createProduct, deleteProduct, listProducts, replaceProduct, type Product, type ProductInput, type ProductQuery } from "../api";
import { Button } from "../kit/Button";
import { ConfirmDelete } from "../kit/ConfirmDelete";
import { Dialog } from "../kit/Dialog";
import { Pagination } from "../kit/Pagination";
import { money } from "../kit/money";
import { Empty, ErrorNote, Loading } from "../kit/states";
import { useSession } from "../session";
import { strings } from "../strings";
import { ProductForm } from "./ProductForm";

const texts = strings.pages.product;
const labels = strings.fields.product;
const pageSize = 20;

export function ProductPage() {
  const [query, setQuery] = useState<ProductQuery>({ limit: pageSize, offset: 0 });
  const [creating, setCreating] = useState(false);
  const [editing, setEditing] = useState<Product | null>(null);
  const [deleting, setDeleting] = useState<Product | null>(null);

  const { account, isAdmin } = useSession();
  const queries = useQueryClient();
  const changed = () => queries.invalidateQueries();
  const list = useQuery({
    queryKey: ["products", query],
    queryFn: () => listProducts(query),
    placeholderData: keepPreviousData,
  });
  const create = useMutation({ mutationFn: createProduct, onSuccess: changed });
  const replace = useMutation({
    mutationFn: ({ id, input }: { id: number; input: ProductInput }) => replaceProduct(id, input),
    onSuccess: changed,
  });
  const remove = useMutation({ mutationFn: deleteProduct, onSuccess: changed });

  const add = useMutation({
    mutationFn: (product: Product) => createCartLine({ product: product.id, quantity: 1 }),
    onSuccess: changed,
  });

  const narrow = (part: ProductQuery) => setQuery((old) => ({ ...old, ...part, offset: 0 }));
  const isNarrowed = query.q !== undefined;
  const newButton = isAdmin && <Button look="primary" onClick={() => setCreating(true)}>{texts.create}</Button>;

  return (
    <>
      <title>{`${texts.heading} · ${strings.appTitle}`}</title>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-2xl font-semibold">{texts.heading}</h1>
        {newButton}
      </div>

      {add.error && <div className="mb-4"><ErrorNote error={add.error} /></div>}
      {add.isSuccess && <p role="status" className="mb-4 text-sm">{texts.added(add.variables.name)}</p>}
      <div role="search" className="mb-4 flex flex-wrap items-end gap-3">
        <label className="min-w-48 flex-1 text-sm font-medium">
          {strings.search}
          <input
            type="search"
            className="control mt-1"
            value={query.q ?? ""}
            onChange={(event) => narrow({ q: event.target.value || undefined })}
          />
        </label>
      </div>

      <section aria-label={texts.heading} className="panel overflow-hidden">
        {list.isPending ? (
          <Loading />
        ) : list.isError ? (
          <div className="p-4"><ErrorNote error={list.error} onRetry={() => list.refetch()} /></div>
        ) : list.data.total === 0 ? (
          isNarrowed ? <Empty title={strings.noMatch} /> : <Empty title={texts.empty} hint={texts.emptyHint} />
        ) : (
          <>
            <table className="records w-full text-left text-sm">
              <thead className="border-b border-slate-200 bg-slate-100 dark:border-slate-800 dark:bg-slate-800/50">
                <tr>
                  <th scope="col" className="px-4 py-3 font-semibold">{labels.name}</th>
                  <th scope="col" className="px-4 py-3 font-semibold">{labels.description}</th>
                  <th scope="col" className="px-4 py-3 font-semibold">{texts.price}</th>
                  <th scope="col" className="px-4 py-3 font-semibold">{labels.stock}</th>
                  <th scope="col" className="px-4 py-3 text-right font-semibold">{strings.actions}</th>
                </tr>
              </thead>
              <tbody className="divide-y divide-slate-200 dark:divide-slate-800">
                {list.data.items.map((record) => (
                  <tr key={record.id}>
                    <td data-label={labels.name} className="px-4 py-3 font-medium break-words whitespace-pre-line">{record.name}</td>
                    <td data-label={labels.description} className="px-4 py-3 break-words whitespace-pre-line">{record.description}</td>
                    <td data-label={texts.price} className="px-4 py-3">{money(record.price)}</td>
                    <td data-label={labels.stock} className="px-4 py-3">{record.stock}</td>
                    <td data-label={strings.actions} className="px-4 py-2 text-right whitespace-nowrap">
                      <span>
                        {account && !isAdmin && (
                          <Button look="primary" aria-label={`${texts.add} ${record.name}`} onClick={() => add.mutate(record)}>{texts.add}</Button>
                        )}
                        {isAdmin && (
                          <>
                            <Button look="quiet" aria-label={`${texts.edit} ${record.name}`} onClick={() => setEditing(record)}>{texts.edit}</Button>
                            <Button
                              look="quietDanger"
                              aria-label={`${texts.delete} ${record.name}`}
                              onClick={() => {
                                remove.reset();
                                setDeleting(record);
                              }}
                            >
                              {texts.delete}
                            </Button>
                          </>
                        )}
                      </span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            <Pagination
              offset={query.offset ?? 0}
              limit={pageSize}
              total={list.data.total}
              onMove={(offset) => setQuery((old) => ({ ...old, offset }))}
            />
          </>
        )}
      </section>

      {creating && (
        <Dialog title={texts.create} onClose={() => setCreating(false)}>
          <ProductForm
            onSubmit={async (input) => {
              await create.mutateAsync(input);
              setCreating(false);
            }}
            onCancel={() => setCreating(false)}
          />
        </Dialog>
      )}
      {editing && (
        <Dialog title={texts.editTitle} onClose={() => setEditing(null)}>
          <ProductForm
            record={editing}
            onSubmit={async (input) => {
              await replace.mutateAsync({ id: editing.id, input });
              setEditing(null);
            }}
            onCancel={() => setEditing(null)}
          />
        </Dialog>
      )}
      {deleting && (
        <ConfirmDelete
          title={`${texts.delete} product`}
          question={strings.deleteQuestion(deleting.name)}
          confirm={texts.confirm}
          error={remove.error}
          busy={remove.isPending}
          onClose={() => setDeleting(null)}
          onConfirm={() => remove.mutate(deleting.id, { onSuccess: () => setDeleting(null) })}
        />
      )}
    </>
  );
}
