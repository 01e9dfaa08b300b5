import { listComments, listExhibitions, listExhibits, type Comment, type Exhibit, type Exhibition } from "../api";

/** The most records that the API returns at once. */
const PAGE = 100;

/** Asks for one page after another until every record is there. */
async function everything<T>(page: (limit: number, offset: number) => Promise<{ items: T[]; total: number }>): Promise<T[]> {
  const all: T[] = [];
  for (;;) {
    const { items, total } = await page(PAGE, all.length);
    all.push(...items);
    if (items.length === 0 || all.length >= total) return all;
  }
}

export function allExhibitions(): Promise<Exhibition[]> {
  return everything(async (limit, offset) => {
    const answer = await listExhibitions({ limit, offset });
    return { items: answer.exhibitions, total: answer.exhibitionsCount };
  });
}

export interface ExhibitFilter {
  tag?: string;
  exhibition?: string;
  favorited?: string;
}

export function allExhibits(filter: ExhibitFilter): Promise<Exhibit[]> {
  return everything(async (limit, offset) => {
    const answer = await listExhibits({ ...filter, limit, offset });
    return { items: answer.exhibits, total: answer.exhibitsCount };
  });
}

export function allComments(slug: string): Promise<Comment[]> {
  return everything(async (limit, offset) => {
    const answer = await listComments({ slug }, { limit, offset });
    return { items: answer.comments, total: answer.commentsCount };
  });
}
