package httpapi

import (
	"net/http"
	"strconv"

	"physio-practice/backend/internal/domain"
)

func (h *handler) registerWaitingEntries(mux *http.ServeMux) {
	mux.HandleFunc("GET /waiting_entries", h.signedIn(h.listWaitingEntries))
	mux.HandleFunc("/waiting_entries", methodNotAllowed("GET, HEAD"))
	mux.HandleFunc("GET /waiting_entries/{id}", h.signedIn(h.getWaitingEntry))
	mux.HandleFunc("/waiting_entries/{id}", methodNotAllowed("GET, HEAD"))
}

func (h *handler) listWaitingEntries(w http.ResponseWriter, r *http.Request) {
	query, err := waitingEntryQuery(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	waitingEntries, total, err := h.services.WaitingEntries.List(r.Context(), callerOf(r), query)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	w.Header().Set("X-Total-Count", strconv.Itoa(total))
	writeJSON(w, http.StatusOK, waitingEntries)
}

func waitingEntryQuery(r *http.Request) (query domain.WaitingEntryQuery, err error) {
	values := r.URL.Query()
	if query.Page, err = pageOf(values); err != nil {
		return query, err
	}
	if query.Order, err = orderOf(values, domain.WaitingEntryOrders); err != nil {
		return query, err
	}
	if query.State, err = optionalMember(values, "state", domain.WaitingEntryStateValues); err != nil {
		return query, err
	}
	query.Search, err = searchOf(values)
	return query, err
}

func (h *handler) getWaitingEntry(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	waitingEntry, err := h.services.WaitingEntries.Get(r.Context(), callerOf(r), id)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, waitingEntry)
}
