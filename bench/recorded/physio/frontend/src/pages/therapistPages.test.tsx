import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeApi } from "../test/fakeApi";
import { openPage, rowOf } from "../test/openPage";

let api: FakeApi;

beforeEach(() => {
  api = new FakeApi();
});

const today = (id: number, title: string, booking: { booking_id: number; booking_state: string; patient_name: string } | null) => ({
  id,
  title,
  starts_at: "2030-01-02T09:00:00Z",
  ends_at: "2030-01-02T09:20:00Z",
  state: booking === null ? "free" : "taken",
  ...(booking ?? { booking_id: null, booking_state: null, patient_name: null }),
});
const two = [
  today(1, "first slot", null),
  today(2, "second slot", { booking_id: 21, booking_state: "open", patient_name: "dune name" }),
  today(3, "third slot", { booking_id: 31, booking_state: "done", patient_name: "cedar name" }),
];

describe("Today", () => {
  it("shows today's slots with the patients' names", async () => {
    api.fixed["GET /todays_slots"] = { date: "2030-01-02", slots: two };
    openPage("/today");
    const second = await rowOf("second slot");
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Today's slots");
    expect(screen.getByText("Wednesday, January 2, 2030")).toBeVisible();
    expect(second.getByText("dune name")).toBeVisible();
    expect(second.getByText("taken")).toBeVisible();
    expect(second.getByText("open")).toBeVisible();
    expect(second.getAllByRole("button").map((button) => button.textContent)).toEqual(["Cancel", "Done", "Missed", "Add note"]);
    const first = await rowOf("first slot");
    expect(first.getByText("free")).toBeVisible();
    expect(first.queryByRole("button")).not.toBeInTheDocument();
    const third = await rowOf("third slot");
    expect(third.getAllByRole("button").map((button) => button.textContent)).toEqual(["Add note"]);
    const titles = screen.getAllByRole("row").slice(1).map((row) => within(row).getAllByRole("cell")[0]?.textContent);
    expect(titles).toEqual(["first slot", "second slot", "third slot"]);
  });

  it.each([["Cancel", "cancel"], ["Done", "done"], ["Missed", "missed"]])("sends what the button says: %s", async (name, last) => {
    let state = "open";
    api.fixed["GET /todays_slots"] = () => ({
      date: "2030-01-02",
      slots: [today(2, "second slot", { booking_id: 21, booking_state: state, patient_name: "dune name" }), today(4, "other slot", { booking_id: 41, booking_state: "open", patient_name: "cedar name" })],
    });
    api.fixed[`POST /bookings/21/${last}`] = () => {
      state = "changed";
      return { id: 21 };
    };
    const user = openPage("/today");
    await user.click(await screen.findByRole("button", { name: `${name} second slot` }));
    expect(await screen.findByText("changed")).toBeVisible();
    expect(api.seen).toEqual([{ method: "POST", path: `/bookings/21/${last}`, body: undefined }]);
  });

  it("shows a refusal", async () => {
    api.fixed["GET /todays_slots"] = { date: "2030-01-02", slots: two };
    api.refusal = { status: 409, detail: "The booking has not started." };
    const user = openPage("/today");
    await user.click(await screen.findByRole("button", { name: "Done second slot" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("The booking has not started.");
  });

  it("writes a note on the booking of the row", async () => {
    api.fixed["GET /todays_slots"] = { date: "2030-01-02", slots: two };
    api.fixed["POST /bookings/31/notes"] = { id: 1 };
    const user = openPage("/today");
    await user.click(await screen.findByRole("button", { name: "Add note third slot" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByLabelText(/^Text( \*)?$/), "stiff shoulder");
    await user.click(dialog.getByRole("button", { name: "Save note" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    expect(api.seen).toEqual([{ method: "POST", path: "/bookings/31/notes", body: { text: "stiff shoulder" } }]);
  });

  it("keeps a note that is refused", async () => {
    api.fixed["GET /todays_slots"] = { date: "2030-01-02", slots: two };
    api.refusal = { status: 409, detail: "The booking has not started." };
    const user = openPage("/today");
    await user.click(await screen.findByRole("button", { name: "Add note second slot" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByLabelText(/^Text( \*)?$/), "too early");
    await user.click(dialog.getByRole("button", { name: "Save note" }));
    expect(await dialog.findByRole("alert")).toHaveTextContent("The booking has not started.");
    expect(dialog.getByLabelText(/^Text( \*)?$/)).toHaveValue("too early");
  });

  it("shows what is wrong with a note beside its text", async () => {
    api.fixed["GET /todays_slots"] = { date: "2030-01-02", slots: two };
    api.refusal = { status: 422, detail: "Some fields are not acceptable.", errors: [{ field: "text", message: "is required" }] };
    const user = openPage("/today");
    await user.click(await screen.findByRole("button", { name: "Add note second slot" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Save note" }));
    await waitFor(() => expect(dialog.getByLabelText(/^Text( \*)?$/)).toHaveAccessibleDescription("Text is required"));
  });

  it("says that there are none", async () => {
    api.fixed["GET /todays_slots"] = { date: "2030-01-02", slots: [] };
    openPage("/today");
    expect(await screen.findByText("No slots today.")).toBeVisible();
  });

  it("says so when the API does not answer", async () => {
    api.down = true;
    openPage("/today");
    expect(await screen.findByRole("alert")).toHaveTextContent("The server does not answer.");
    expect(screen.queryByText("No slots today.")).not.toBeInTheDocument();
    expect(screen.queryByRole("table")).not.toBeInTheDocument();
  });
});

describe("Bookings", () => {
  const add = (title: string, state: string, patient_name = "dune name") => api.add("bookings", { title, state, patient_name });
  const last = (name: string) => api.asked.at(-1)?.get(name) ?? null;

  it("shows all bookings with what may be done", async () => {
    add("an open one", "open");
    add("a cancelled one", "cancelled", "cedar name");
    openPage("/practice-bookings");
    const open = await rowOf("an open one");
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Bookings");
    expect(open.getByText("dune name")).toBeVisible();
    expect(open.getAllByRole("button").map((button) => button.textContent)).toEqual(["Cancel", "Done", "Missed", "Add note"]);
    const cancelled = await rowOf("a cancelled one");
    expect(cancelled.getByText("cedar name")).toBeVisible();
    expect(cancelled.queryByRole("button")).not.toBeInTheDocument();
  });

  it("narrows by search and state together, and pages", async () => {
    for (let index = 1; index <= 21; index++) add(`booking ${index}.`, "open");
    const user = openPage("/practice-bookings");
    await screen.findByText("booking 21.");
    expect(screen.queryByText("booking 1.")).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Next" }));
    expect(await screen.findByText("booking 1.")).toBeVisible();
    expect(last("offset")).toBe("20");
    expect(screen.getByRole("button", { name: "Next" })).toBeDisabled();
    await user.selectOptions(screen.getByLabelText("State"), "open");
    await waitFor(() => expect(last("state")).toBe("open"));
    expect(last("offset")).toBe("0");
    await user.type(screen.getByLabelText("Search"), "booking 7.");
    await waitFor(() => expect(last("q")).toBe("booking 7."));
    expect(last("state")).toBe("open");
    await waitFor(() => expect(screen.queryByText("booking 21.")).not.toBeInTheDocument());
    expect(screen.getByText("booking 7.")).toBeVisible();
    await user.selectOptions(screen.getByLabelText("State"), "All");
    await waitFor(() => expect(last("state")).toBeNull());
  });

  it("cancels the booking of the row and loads again", async () => {
    const stays = add("stays", "open");
    const goes = add("goes", "open");
    api.fixed[`POST /bookings/${goes.id}/cancel`] = () => {
      goes["state"] = "cancelled";
      return goes;
    };
    const user = openPage("/practice-bookings");
    await user.click(await screen.findByRole("button", { name: "Cancel goes" }));
    await waitFor(() => expect(screen.queryByRole("button", { name: "Cancel goes" })).not.toBeInTheDocument());
    expect(api.seen).toEqual([{ method: "POST", path: `/bookings/${goes.id}/cancel`, body: undefined }]);
    expect(screen.getByRole("button", { name: "Cancel stays" })).toBeVisible();
    expect(stays["state"]).toBe("open");
  });

  it("opens the dialog for a note", async () => {
    const booking = add("done one", "done");
    api.fixed[`POST /bookings/${booking.id}/notes`] = { id: 1 };
    const user = openPage("/practice-bookings");
    await user.click(await screen.findByRole("button", { name: "Add note done one" }));
    await user.type(screen.getByLabelText(/^Text( \*)?$/), "stiff");
    await user.click(screen.getByRole("button", { name: "Save note" }));
    await waitFor(() => expect(api.seen).toEqual([{ method: "POST", path: `/bookings/${booking.id}/notes`, body: { text: "stiff" } }]));
  });

  it("shows a refusal", async () => {
    add("an open one", "open");
    api.refusal = { status: 403, detail: "It is another therapist's slot." };
    const user = openPage("/practice-bookings");
    await user.click(await screen.findByRole("button", { name: "Missed an open one" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("another therapist's slot");
  });

  it("says that there are none", async () => {
    openPage("/practice-bookings");
    expect(await screen.findByText("No bookings.")).toBeVisible();
  });

  it("says so when the API does not answer", async () => {
    api.down = true;
    openPage("/practice-bookings");
    expect(await screen.findByRole("alert")).toHaveTextContent("The server does not answer.");
    expect(screen.queryByText("No bookings.")).not.toBeInTheDocument();
    expect(screen.queryByRole("table")).not.toBeInTheDocument();
  });
});

describe("Missed bookings", () => {
  const patient = (id: number, name: string, missed_count: number) => ({ id, name, phone: `+4930${id}`, date_of_birth: "1990-01-01", role: "patient", missed_count });

  it("shows the patients and resets the count of the row's", async () => {
    let isReset = false;
    api.fixed["GET /missed_patients"] = () => [patient(100001, "dune name", 3), ...(isReset ? [] : [patient(100002, "cedar name", 1)])];
    api.fixed["POST /accounts/100002/reset"] = () => {
      isReset = true;
      return patient(100002, "cedar name", 0);
    };
    const user = openPage("/missed-patients");
    const row = await rowOf("dune name");
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Patients with missed bookings");
    expect(row.getByText("+4930100001")).toBeVisible();
    expect(row.getByText("3")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Reset count cedar name" }));
    await waitFor(() => expect(screen.queryByText("cedar name")).not.toBeInTheDocument());
    expect(screen.getByText("dune name")).toBeVisible();
    expect(api.seen).toEqual([{ method: "POST", path: "/accounts/100002/reset", body: undefined }]);
  });

  it("shows a refusal", async () => {
    api.fixed["GET /missed_patients"] = [patient(100001, "dune name", 3)];
    api.refusal = { status: 404, detail: "There is no such record." };
    const user = openPage("/missed-patients");
    await user.click(await screen.findByRole("button", { name: "Reset count dune name" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("There is no such record.");
    expect(screen.getByText("dune name")).toBeVisible();
  });

  it("says that there are none", async () => {
    api.fixed["GET /missed_patients"] = [];
    openPage("/missed-patients");
    expect(await screen.findByText("No patient has missed bookings.")).toBeVisible();
  });

  it("says so when the API does not answer", async () => {
    api.down = true;
    openPage("/missed-patients");
    expect(await screen.findByRole("alert")).toHaveTextContent("The server does not answer.");
    expect(screen.queryByText("No patient has missed bookings.")).not.toBeInTheDocument();
  });
});

describe("Notes", () => {
  it("shows the notes, orders and pages them", async () => {
    for (let index = 1; index <= 21; index++) api.add("notes", { title: `booking ${index}.`, booking_id: 1, text: `text ${index}.` });
    const user = openPage("/notes");
    const row = await rowOf("booking 21.");
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Notes");
    expect(row.getByText("text 21.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Next" }));
    expect(await screen.findByText("text 1.")).toBeVisible();
    expect(api.asked.at(-1)?.get("offset")).toBe("20");
    await user.click(screen.getByRole("button", { name: "Text" }));
    await waitFor(() => expect(api.asked.at(-1)?.get("sort")).toBe("text"));
    expect(api.asked.at(-1)?.get("offset")).toBe("0");
    expect(screen.getByRole("columnheader", { name: "Text" })).toHaveAttribute("aria-sort", "ascending");
  });

  it("says that there are none", async () => {
    openPage("/notes");
    expect(await screen.findByText("No notes yet.")).toBeVisible();
  });

  it("says so when the API does not answer", async () => {
    api.down = true;
    openPage("/notes");
    expect(await screen.findByRole("alert")).toHaveTextContent("The server does not answer.");
    expect(screen.queryByText("No notes yet.")).not.toBeInTheDocument();
    expect(screen.queryByRole("table")).not.toBeInTheDocument();
  });
});
