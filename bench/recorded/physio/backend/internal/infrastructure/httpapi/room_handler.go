package httpapi

import (
	"net/http"
	"strconv"

	"physio-practice/backend/internal/domain"
)

func (h *handler) registerRooms(mux *http.ServeMux) {
	mux.HandleFunc("GET /rooms", h.signedIn(h.listRooms))
	mux.HandleFunc("/rooms", methodNotAllowed("GET, HEAD"))
	mux.HandleFunc("GET /rooms/{id}", h.signedIn(h.getRoom))
	mux.HandleFunc("/rooms/{id}", methodNotAllowed("GET, HEAD"))
}

func (h *handler) listRooms(w http.ResponseWriter, r *http.Request) {
	query, err := roomQuery(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	rooms, total, err := h.services.Rooms.List(r.Context(), query)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	w.Header().Set("X-Total-Count", strconv.Itoa(total))
	writeJSON(w, http.StatusOK, rooms)
}

func roomQuery(r *http.Request) (query domain.RoomQuery, err error) {
	values := r.URL.Query()
	if query.Page, err = pageOf(values); err != nil {
		return query, err
	}
	if query.Order, err = orderOf(values, domain.RoomOrders); err != nil {
		return query, err
	}
	if !values.Has("sort") {
		query.Order = domain.Sorting{Field: "name", Descending: false}
	}
	query.Search, err = searchOf(values)
	return query, err
}

func (h *handler) getRoom(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	room, err := h.services.Rooms.Get(r.Context(), id)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, room)
}
