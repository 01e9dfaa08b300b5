package httpapi

import (
	"context"
	"net/http"
	"strconv"

	"physio-practice/backend/internal/domain"
)

// registerOpen routes the operations of the plan's own.
func (h *handler) registerOpen(mux *http.ServeMux) {
	mux.HandleFunc("GET /coming_slots", h.signedIn(h.listComingSlots))
	mux.HandleFunc("POST /slots/{id}/book", h.signedIn(h.bookSlot, "patient"))
	mux.HandleFunc("POST /slots/{id}/join", h.signedIn(h.joinWaitingList, "patient"))
	mux.HandleFunc("POST /waiting_entries/{id}/accept", h.signedIn(h.acceptOffer, "patient"))
	mux.HandleFunc("POST /waiting_entries/{id}/decline", h.signedIn(h.declineOffer, "patient"))
	mux.HandleFunc("POST /bookings/{id}/cancel", h.signedIn(h.cancelBooking))
	mux.HandleFunc("POST /bookings/{id}/done", h.signedIn(h.markBookingDone, "therapist"))
	mux.HandleFunc("POST /bookings/{id}/missed", h.signedIn(h.markBookingMissed, "therapist"))
	mux.HandleFunc("POST /bookings/{id}/notes", h.signedIn(h.writeNote, "therapist"))
	mux.HandleFunc("POST /accounts/{id}/reset", h.signedIn(h.resetMissedCount, "therapist"))
	mux.HandleFunc("GET /missed_patients", h.signedIn(h.listMissedPatients, "therapist"))
	mux.HandleFunc("GET /my_bookings", h.signedIn(h.listMyBookings, "patient"))
	mux.HandleFunc("GET /todays_slots", h.signedIn(h.getToday, "therapist"))
	mux.HandleFunc("/coming_slots", methodNotAllowed("GET, HEAD"))
	mux.HandleFunc("/slots/{id}/book", methodNotAllowed("POST"))
	mux.HandleFunc("/slots/{id}/join", methodNotAllowed("POST"))
	mux.HandleFunc("/waiting_entries/{id}/accept", methodNotAllowed("POST"))
	mux.HandleFunc("/waiting_entries/{id}/decline", methodNotAllowed("POST"))
	mux.HandleFunc("/bookings/{id}/cancel", methodNotAllowed("POST"))
	mux.HandleFunc("/bookings/{id}/done", methodNotAllowed("POST"))
	mux.HandleFunc("/bookings/{id}/missed", methodNotAllowed("POST"))
	mux.HandleFunc("/bookings/{id}/notes", methodNotAllowed("POST"))
	mux.HandleFunc("/accounts/{id}/reset", methodNotAllowed("POST"))
	mux.HandleFunc("/missed_patients", methodNotAllowed("GET, HEAD"))
	mux.HandleFunc("/my_bookings", methodNotAllowed("GET, HEAD"))
	mux.HandleFunc("/todays_slots", methodNotAllowed("GET, HEAD"))
}

// answer writes what a use case returned, or its error.
func answer[T any](h *handler, w http.ResponseWriter, r *http.Request, result T, err error) {
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, result)
}

// change runs a use case on the record whose id the path has.
func change[T any](
	h *handler, w http.ResponseWriter, r *http.Request,
	use func(ctx context.Context, caller domain.Account, id int64) (T, error),
) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	result, err := use(r.Context(), callerOf(r), id)
	answer(h, w, r, result, err)
}

func writeCreated(w http.ResponseWriter, collection string, id int64, record any) {
	w.Header().Set("Location", collection+strconv.FormatInt(id, 10))
	writeJSON(w, http.StatusCreated, record)
}

func (h *handler) listComingSlots(w http.ResponseWriter, r *http.Request) {
	slots, err := h.services.Practice.ComingSlots(r.Context())
	answer(h, w, r, slots, err)
}

func (h *handler) bookSlot(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	booking, err := h.services.Practice.Book(r.Context(), callerOf(r), id)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	writeCreated(w, "/bookings/", booking.ID, booking)
}

func (h *handler) joinWaitingList(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	entry, err := h.services.Practice.Join(r.Context(), callerOf(r), id)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	writeCreated(w, "/waiting_entries/", entry.ID, entry)
}

func (h *handler) acceptOffer(w http.ResponseWriter, r *http.Request) {
	change(h, w, r, h.services.Practice.Accept)
}

func (h *handler) declineOffer(w http.ResponseWriter, r *http.Request) {
	change(h, w, r, h.services.Practice.Decline)
}

func (h *handler) cancelBooking(w http.ResponseWriter, r *http.Request) {
	change(h, w, r, h.services.Practice.Cancel)
}

func (h *handler) markBookingDone(w http.ResponseWriter, r *http.Request) {
	change(h, w, r, h.services.Practice.MarkDone)
}

func (h *handler) markBookingMissed(w http.ResponseWriter, r *http.Request) {
	change(h, w, r, h.services.Practice.MarkMissed)
}

func (h *handler) writeNote(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	var in domain.NoteText
	if err := decodeBody(w, r, &in); err != nil {
		h.writeError(w, r, err)
		return
	}
	note, err := h.services.Practice.WriteNote(r.Context(), callerOf(r), id, in)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	writeCreated(w, "/notes/", note.ID, note)
}

func (h *handler) resetMissedCount(w http.ResponseWriter, r *http.Request) {
	change(h, w, r, func(ctx context.Context, _ domain.Account, id int64) (domain.Account, error) {
		return h.services.Practice.ResetMissed(ctx, id)
	})
}

func (h *handler) listMissedPatients(w http.ResponseWriter, r *http.Request) {
	patients, err := h.services.Practice.MissedPatients(r.Context())
	answer(h, w, r, patients, err)
}

func (h *handler) listMyBookings(w http.ResponseWriter, r *http.Request) {
	bookings, err := h.services.Practice.MyBookings(r.Context(), callerOf(r))
	answer(h, w, r, bookings, err)
}

func (h *handler) getToday(w http.ResponseWriter, r *http.Request) {
	today, err := h.services.Practice.Today(r.Context(), callerOf(r))
	answer(h, w, r, today, err)
}
