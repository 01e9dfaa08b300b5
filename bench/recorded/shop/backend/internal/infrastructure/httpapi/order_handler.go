package httpapi

import (
	"net/http"
	"strconv"

	"shop/backend/internal/domain"
)

func (h *handler) registerOrders(mux *http.ServeMux) {
	mux.HandleFunc("POST /checkout", h.signed(h.checkout))
	mux.HandleFunc("/checkout", methodNotAllowed("POST"))
	mux.HandleFunc("GET /orders", h.signed(h.listOrders))
	mux.HandleFunc("/orders", methodNotAllowed("GET, HEAD"))
	mux.HandleFunc("GET /orders/{id}", h.signed(h.getOrder))
	mux.HandleFunc("/orders/{id}", methodNotAllowed("GET, HEAD"))
	mux.HandleFunc("GET /orders/{id}/lines", h.signed(h.listOrderLines))
	mux.HandleFunc("/orders/{id}/lines", methodNotAllowed("GET, HEAD"))
	mux.HandleFunc("POST /orders/{id}/ship", h.admin(h.shipOrder))
	mux.HandleFunc("/orders/{id}/ship", methodNotAllowed("POST"))
	mux.HandleFunc("GET /sales", h.admin(h.listSales))
	mux.HandleFunc("/sales", methodNotAllowed("GET, HEAD"))
}

func (h *handler) checkout(w http.ResponseWriter, r *http.Request, account domain.Account) {
	var in domain.OrderInput
	if err := decodeBody(w, r, &in); err != nil {
		h.writeError(w, r, err)
		return
	}
	order, err := h.services.Orders.Checkout(r.Context(), account.ID, in)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	w.Header().Set("Location", "/orders/"+strconv.FormatInt(order.ID, 10))
	writeJSON(w, http.StatusCreated, order)
}

func (h *handler) listOrders(w http.ResponseWriter, r *http.Request, account domain.Account) {
	query, err := orderQuery(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	orders, total, err := h.services.Orders.List(r.Context(), account, query)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	w.Header().Set("X-Total-Count", strconv.Itoa(total))
	writeJSON(w, http.StatusOK, orders)
}

func orderQuery(r *http.Request) (query domain.OrderQuery, err error) {
	values := r.URL.Query()
	if query.Page, err = pageOf(values); err != nil {
		return query, err
	}
	if query.Order, err = orderOf(values, domain.OrderOrders); err != nil {
		return query, err
	}
	query.Search, err = searchOf(values)
	return query, err
}

func (h *handler) getOrder(w http.ResponseWriter, r *http.Request, account domain.Account) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	order, err := h.services.Orders.Get(r.Context(), account, id)
	h.writeResult(w, r, order, err)
}

func (h *handler) listOrderLines(w http.ResponseWriter, r *http.Request, account domain.Account) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	lines, err := h.services.Orders.Lines(r.Context(), account, id)
	h.writeResult(w, r, lines, err)
}

func (h *handler) shipOrder(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	order, err := h.services.Orders.Ship(r.Context(), id)
	h.writeResult(w, r, order, err)
}

func (h *handler) listSales(w http.ResponseWriter, r *http.Request) {
	sales, err := h.services.Orders.Sales(r.Context())
	h.writeResult(w, r, sales, err)
}

func (h *handler) writeResult(w http.ResponseWriter, r *http.Request, result any, err error) {
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, result)
}
