package httpapi

import (
	"net/http"
	"strconv"

	"physio-practice/backend/internal/domain"
)

func (h *handler) registerBookings(mux *http.ServeMux) {
	mux.HandleFunc("GET /bookings", h.signedIn(h.listBookings))
	mux.HandleFunc("/bookings", methodNotAllowed("GET, HEAD"))
	mux.HandleFunc("GET /bookings/{id}", h.signedIn(h.getBooking))
	mux.HandleFunc("/bookings/{id}", methodNotAllowed("GET, HEAD"))
}

func (h *handler) listBookings(w http.ResponseWriter, r *http.Request) {
	query, err := bookingQuery(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	bookings, total, err := h.services.Bookings.List(r.Context(), callerOf(r), query)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	w.Header().Set("X-Total-Count", strconv.Itoa(total))
	writeJSON(w, http.StatusOK, bookings)
}

func bookingQuery(r *http.Request) (query domain.BookingQuery, err error) {
	values := r.URL.Query()
	if query.Page, err = pageOf(values); err != nil {
		return query, err
	}
	if query.Order, err = orderOf(values, domain.BookingOrders); err != nil {
		return query, err
	}
	if !values.Has("sort") {
		query.Order = domain.Sorting{Field: "starts_at", Descending: true}
	}
	if query.State, err = optionalMember(values, "state", domain.BookingStateValues); err != nil {
		return query, err
	}
	query.Search, err = searchOf(values)
	return query, err
}

func (h *handler) getBooking(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	booking, err := h.services.Bookings.Get(r.Context(), callerOf(r), id)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, booking)
}
