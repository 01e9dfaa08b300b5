package httpapi

import (
	"net/http"
	"strconv"

	"physio-practice/backend/internal/domain"
)

func (h *handler) registerNotes(mux *http.ServeMux) {
	mux.HandleFunc("GET /notes", h.signedIn(h.listNotes, "therapist"))
	mux.HandleFunc("/notes", methodNotAllowed("GET, HEAD"))
	mux.HandleFunc("GET /notes/{id}", h.signedIn(h.getNote, "therapist"))
	mux.HandleFunc("/notes/{id}", methodNotAllowed("GET, HEAD"))
}

func (h *handler) listNotes(w http.ResponseWriter, r *http.Request) {
	query, err := noteQuery(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	notes, total, err := h.services.Notes.List(r.Context(), query)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	w.Header().Set("X-Total-Count", strconv.Itoa(total))
	writeJSON(w, http.StatusOK, notes)
}

func noteQuery(r *http.Request) (query domain.NoteQuery, err error) {
	values := r.URL.Query()
	if query.Page, err = pageOf(values); err != nil {
		return query, err
	}
	if query.Order, err = orderOf(values, domain.NoteOrders); err != nil {
		return query, err
	}
	query.Search, err = searchOf(values)
	return query, err
}

func (h *handler) getNote(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	note, err := h.services.Notes.Get(r.Context(), id)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, note)
}
