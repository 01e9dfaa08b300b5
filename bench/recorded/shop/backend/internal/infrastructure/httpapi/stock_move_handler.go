package httpapi

import (
	"net/http"
	"strconv"

	"shop/backend/internal/domain"
)

func (h *handler) registerStockMoves(mux *http.ServeMux) {
	mux.HandleFunc("GET /stock_moves", h.account(h.listStockMoves))
	mux.HandleFunc("POST /stock_moves", h.admin(h.createStockMove))
	mux.HandleFunc("/stock_moves", methodNotAllowed("GET, HEAD, POST"))
	mux.HandleFunc("GET /stock_moves/{id}", h.account(h.getStockMove))
	mux.HandleFunc("/stock_moves/{id}", methodNotAllowed("GET, HEAD"))
}

func (h *handler) listStockMoves(w http.ResponseWriter, r *http.Request) {
	query, err := stockMoveQuery(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	stockMoves, total, err := h.services.StockMoves.List(r.Context(), query)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	w.Header().Set("X-Total-Count", strconv.Itoa(total))
	writeJSON(w, http.StatusOK, stockMoves)
}

func stockMoveQuery(r *http.Request) (query domain.StockMoveQuery, err error) {
	values := r.URL.Query()
	if query.Page, err = pageOf(values); err != nil {
		return query, err
	}
	if query.Order, err = orderOf(values, domain.StockMoveOrders); err != nil {
		return query, err
	}
	if query.Product, err = optionalID(values, "product"); err != nil {
		return query, err
	}
	query.Search, err = searchOf(values)
	return query, err
}

func (h *handler) createStockMove(w http.ResponseWriter, r *http.Request) {
	var in domain.StockMoveInput
	if err := decodeBody(w, r, &in); err != nil {
		h.writeError(w, r, err)
		return
	}
	stockMove, err := h.services.StockMoves.Create(r.Context(), in)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	w.Header().Set("Location", "/stock_moves/"+strconv.FormatInt(stockMove.ID, 10))
	writeJSON(w, http.StatusCreated, stockMove)
}

func (h *handler) getStockMove(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	stockMove, err := h.services.StockMoves.Get(r.Context(), id)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, stockMove)
}
