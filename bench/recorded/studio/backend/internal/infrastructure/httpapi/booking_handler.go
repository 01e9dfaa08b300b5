package httpapi

import (
	"net/http"
	"strconv"

	"studio/backend/internal/domain"
)

func (h *handler) registerBookings(mux *http.ServeMux) {
	mux.HandleFunc("GET /bookings", h.signed(h.listBookings))
	mux.HandleFunc("POST /bookings", h.signed(h.createBooking))
	mux.HandleFunc("/bookings", methodNotAllowed("GET, HEAD, POST"))
	mux.HandleFunc("GET /bookings/{id}", h.signed(h.getBooking))
	mux.HandleFunc("DELETE /bookings/{id}", h.signed(h.deleteBooking))
	mux.HandleFunc("/bookings/{id}", methodNotAllowed("GET, HEAD, DELETE"))
}

func (h *handler) listBookings(w http.ResponseWriter, r *http.Request, account domain.Account) {
	query, err := bookingQuery(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	query.Member = account.ID
	bookings, total, err := h.services.Bookings.List(r.Context(), query)
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
	if query.Lesson, err = optionalID(values, "lesson"); err != nil {
		return query, err
	}
	query.Search, err = searchOf(values)
	return query, err
}

func (h *handler) createBooking(w http.ResponseWriter, r *http.Request, account domain.Account) {
	var in domain.BookingInput
	if err := decodeBody(w, r, &in); err != nil {
		h.writeError(w, r, err)
		return
	}
	booking, err := h.services.Bookings.Create(r.Context(), account.ID, in)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	w.Header().Set("Location", "/bookings/"+strconv.FormatInt(booking.ID, 10))
	writeJSON(w, http.StatusCreated, booking)
}

func (h *handler) getBooking(w http.ResponseWriter, r *http.Request, account domain.Account) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	booking, err := h.services.Bookings.Get(r.Context(), account.ID, id)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, booking)
}

func (h *handler) deleteBooking(w http.ResponseWriter, r *http.Request, account domain.Account) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	if err := h.services.Bookings.Delete(r.Context(), account.ID, id); err != nil {
		h.writeError(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
