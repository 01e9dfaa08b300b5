package httpapi

import (
	"net/http"
	"strconv"

	"physio-practice/backend/internal/domain"
)

func (h *handler) registerSlots(mux *http.ServeMux) {
	mux.HandleFunc("GET /slots", h.signedIn(h.listSlots))
	mux.HandleFunc("POST /slots", h.signedIn(h.createSlot, "therapist"))
	mux.HandleFunc("/slots", methodNotAllowed("GET, HEAD, POST"))
	mux.HandleFunc("GET /slots/{id}", h.signedIn(h.getSlot))
	mux.HandleFunc("/slots/{id}", methodNotAllowed("GET, HEAD"))
}

func (h *handler) listSlots(w http.ResponseWriter, r *http.Request) {
	query, err := slotQuery(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	slots, total, err := h.services.Slots.List(r.Context(), query)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	w.Header().Set("X-Total-Count", strconv.Itoa(total))
	writeJSON(w, http.StatusOK, slots)
}

func slotQuery(r *http.Request) (query domain.SlotQuery, err error) {
	values := r.URL.Query()
	if query.Page, err = pageOf(values); err != nil {
		return query, err
	}
	if query.Order, err = orderOf(values, domain.SlotOrders); err != nil {
		return query, err
	}
	if !values.Has("sort") {
		query.Order = domain.Sorting{Field: "starts_at", Descending: false}
	}
	if query.Minutes, err = optionalMember(values, "minutes", domain.SlotMinutesValues); err != nil {
		return query, err
	}
	if query.RoomID, err = optionalID(values, "room_id"); err != nil {
		return query, err
	}
	if query.State, err = optionalMember(values, "state", domain.SlotStateValues); err != nil {
		return query, err
	}
	query.Search, err = searchOf(values)
	return query, err
}

func (h *handler) createSlot(w http.ResponseWriter, r *http.Request) {
	var in domain.SlotInput
	if err := decodeBody(w, r, &in); err != nil {
		h.writeError(w, r, err)
		return
	}
	slot, err := h.services.Slots.Create(r.Context(), callerOf(r), in)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	w.Header().Set("Location", "/slots/"+strconv.FormatInt(slot.ID, 10))
	writeJSON(w, http.StatusCreated, slot)
}

func (h *handler) getSlot(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	slot, err := h.services.Slots.Get(r.Context(), id)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, slot)
}
