package httpapi_test

import (
	"net/http"
	"sync"
	"testing"
	"time"
)

// stocked is a product of which there are so many.
func stocked(t *testing.T, admin http.Handler, price, quantity int) map[string]any {
	t.Helper()
	product := create(t, admin, "/products", map[string]any{"name": unique("teapot %d"), "price": price})
	create(t, admin, "/stock_moves", map[string]any{"reason": "Delivery", "product": product["id"], "quantity": quantity})
	return product
}

func putIntoCart(t *testing.T, who http.Handler, product map[string]any, quantity int) map[string]any {
	t.Helper()
	return create(t, who, "/cart_lines", map[string]any{"product": product["id"], "quantity": quantity})
}

func address() map[string]any { return map[string]any{"address": "1 Harbor Street"} }

func TestOnlyTheAdminKeepsProductsAndStock(t *testing.T) {
	admin := newAPI(t)
	body := newProduct(t, admin, 0)
	path := itemPath("/products", create(t, admin, "/products", body))
	move := newStockMove(t, admin, 0)
	movePath := itemPath("/stock_moves", create(t, admin, "/stock_moves", move))
	for _, c := range []struct {
		method, path string
		body         any
	}{
		{http.MethodPost, "/products", newProduct(t, admin, 1)},
		{http.MethodPut, path, newProduct(t, admin, 1)},
		{http.MethodDelete, path, nil},
		{http.MethodPost, "/stock_moves", move},
		{http.MethodGet, "/sales", nil},
		{http.MethodPost, "/orders/1/ship", nil},
	} {
		if status, _ := call(t, customer(t, admin), c.method, c.path, c.body); status != http.StatusForbidden {
			t.Errorf("%s %s by a customer = %d, want 403", c.method, c.path, status)
		}
		if status, _ := call(t, nobody(admin), c.method, c.path, c.body); status != http.StatusUnauthorized {
			t.Errorf("%s %s by nobody = %d, want 401", c.method, c.path, status)
		}
	}
	for _, hidden := range []string{"/stock_moves", movePath} {
		if status, _ := call(t, nobody(admin), http.MethodGet, hidden, nil); status != http.StatusUnauthorized {
			t.Errorf("GET %s by nobody = %d, want 401", hidden, status)
		}
	}
	holds(t, get(t, nobody(admin), path), body)
	if list := getList(t, nobody(admin), "/products"); len(list) != 2 {
		t.Errorf("list = %v, want both products", list)
	}
	if list := getList(t, admin, "/stock_moves"); len(list) != 1 {
		t.Errorf("list = %v, want one move", list)
	}
}

func TestTheStockIsTheSumOfItsMoves(t *testing.T) {
	admin := newAPI(t)
	product := stocked(t, admin, 1250, 5)
	path := itemPath("/products", product)
	holds(t, product, map[string]any{"stock": 0})
	move := func(quantity int) (int, any) {
		return call(t, admin, http.MethodPost, "/stock_moves", map[string]any{"reason": "Broken", "product": product["id"], "quantity": quantity})
	}
	if status, _ := move(-2); status != http.StatusCreated {
		t.Errorf("taking two of five = %d, want 201", status)
	}
	if status, _ := move(-4); status != http.StatusConflict {
		t.Errorf("taking four of three = %d, want 409", status)
	}
	holds(t, get(t, admin, path), map[string]any{"stock": 3})
	if status, answer := call(t, admin, http.MethodPut, path, map[string]any{"name": "kept", "price": 7}); status != http.StatusOK {
		t.Errorf("replace = %d %v, want 200", status, answer)
	} else {
		holds(t, answer.(map[string]any), map[string]any{"stock": 3})
	}
	if status, _ := move(-3); status != http.StatusCreated {
		t.Errorf("taking all three = %d, want 201", status)
	}
	holds(t, getList(t, admin, "/products")[0], map[string]any{"stock": 0})
}

func TestTheStockHoldsWhoeverTakesAtOnce(t *testing.T) {
	admin := newAPI(t)
	product := stocked(t, admin, 1250, 2)
	got := atOnce(6, func(int) int {
		status, _ := call(t, admin, http.MethodPost, "/stock_moves", map[string]any{"reason": "Broken", "product": product["id"], "quantity": -1})
		return status
	})
	if got[http.StatusCreated] != 2 || got[http.StatusConflict] != 4 {
		t.Errorf("answers by status = %v, want two 201 and four 409", got)
	}
	holds(t, get(t, admin, itemPath("/products", product)), map[string]any{"stock": 0})
}

func TestACartIsItsCustomersOwn(t *testing.T) {
	admin := newAPI(t)
	anna, ben := customer(t, admin), customer(t, admin)
	product, other := stocked(t, admin, 1250, 5), stocked(t, admin, 300, 5)
	line := putIntoCart(t, anna, product, 2)
	path := itemPath("/cart_lines", line)
	holds(t, line, map[string]any{"customer": get(t, anna, "/me")["id"], "quantity": 2})
	body := map[string]any{"product": product["id"], "quantity": 3}
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete} {
		if status, _ := call(t, ben, method, path, body); status != http.StatusNotFound {
			t.Errorf("%s of another's line = %d, want 404", method, status)
		}
		if status, _ := call(t, nobody(admin), method, path, body); status != http.StatusUnauthorized {
			t.Errorf("%s by nobody = %d, want 401", method, status)
		}
	}
	if status, _ := call(t, ben, http.MethodPut, path, map[string]any{}); status != http.StatusNotFound {
		t.Errorf("PUT of another's line with a broken body = %d, want 404", status)
	}
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		if status, _ := call(t, nobody(admin), method, "/cart_lines", body); status != http.StatusUnauthorized {
			t.Errorf("%s /cart_lines by nobody = %d, want 401", method, status)
		}
	}
	if list := getList(t, ben, "/cart_lines"); len(list) != 0 {
		t.Errorf("another's cart = %v, want nothing", list)
	}
	holds(t, get(t, anna, path), map[string]any{"quantity": 2})

	if status, _ := call(t, anna, http.MethodPost, "/cart_lines", body); status != http.StatusConflict {
		t.Errorf("the same product again = %d, want 409", status)
	}
	putIntoCart(t, ben, product, 1)
	second := itemPath("/cart_lines", putIntoCart(t, anna, other, 1))
	if status, _ := call(t, anna, http.MethodPut, second, body); status != http.StatusConflict {
		t.Errorf("a line changed to a product that is there = %d, want 409", status)
	}
	if status, answer := call(t, anna, http.MethodPut, path, body); status != http.StatusOK {
		t.Errorf("another quantity = %d %v, want 200", status, answer)
	} else {
		holds(t, answer.(map[string]any), map[string]any{"quantity": 3, "customer": line["customer"]})
	}
	if status, _ := call(t, anna, http.MethodPut, path, map[string]any{"product": 987654321, "quantity": 1}); status != http.StatusUnprocessableEntity {
		t.Errorf("a line changed to an unknown product = %d, want 422", status)
	}
}

func TestCheckingOut(t *testing.T) {
	admin := newAPI(t)
	anna, ben := customer(t, admin), customer(t, admin)
	teapot, cup := stocked(t, admin, 1250, 5), stocked(t, admin, 300, 9)
	putIntoCart(t, anna, teapot, 2)
	putIntoCart(t, anna, cup, 4)
	putIntoCart(t, ben, cup, 1)
	order := create(t, anna, "/checkout", address())
	path := itemPath("/orders", order)
	want := map[string]any{"total": 3700, "status": "placed", "address": "1 Harbor Street", "customer": get(t, anna, "/me")["id"]}
	holds(t, order, want)
	holds(t, get(t, admin, itemPath("/products", teapot)), map[string]any{"stock": 3})
	holds(t, get(t, admin, itemPath("/products", cup)), map[string]any{"stock": 5})
	if cart := getList(t, anna, "/cart_lines"); len(cart) != 0 {
		t.Errorf("the cart after the checkout = %v, want nothing", cart)
	}
	if cart := getList(t, ben, "/cart_lines"); len(cart) != 1 {
		t.Errorf("another's cart = %v, want its line", cart)
	}
	if status, _ := call(t, admin, http.MethodPut, itemPath("/products", teapot), map[string]any{"name": teapot["name"], "price": 9900}); status != http.StatusOK {
		t.Fatalf("another price = %d, want 200", status)
	}
	lines := getList(t, anna, path+"/lines")
	if len(lines) != 2 {
		t.Fatalf("lines = %v, want two", lines)
	}
	for _, line := range lines {
		if line["product"] == teapot["id"] {
			holds(t, line, map[string]any{"name": teapot["name"], "quantity": 2, "price": 1250})
		} else {
			holds(t, line, map[string]any{"name": cup["name"], "quantity": 4, "price": 300})
		}
	}
	holds(t, get(t, anna, path), want)
}

func TestACheckoutIsRefusedWhole(t *testing.T) {
	admin := newAPI(t)
	anna := customer(t, admin)
	if status, _ := call(t, anna, http.MethodPost, "/checkout", address()); status != http.StatusConflict {
		t.Errorf("an empty cart = %d, want 409", status)
	}
	teapot, cup := stocked(t, admin, 1250, 5), stocked(t, admin, 300, 1)
	putIntoCart(t, anna, teapot, 2)
	putIntoCart(t, anna, cup, 2)
	for name, c := range map[string]struct {
		who    http.Handler
		body   any
		status int
	}{
		"more than there is": {anna, address(), http.StatusConflict},
		"no address":         {anna, map[string]any{}, http.StatusUnprocessableEntity},
		"no object":          {anna, "text", http.StatusBadRequest},
		"nobody":             {nobody(admin), address(), http.StatusUnauthorized},
	} {
		if status, answer := call(t, c.who, http.MethodPost, "/checkout", c.body); status != c.status {
			t.Errorf("%s = %d %v, want %d", name, status, answer, c.status)
		}
	}
	holds(t, get(t, admin, itemPath("/products", teapot)), map[string]any{"stock": 5})
	if cart := getList(t, anna, "/cart_lines"); len(cart) != 2 {
		t.Errorf("the cart after a refusal = %v, want both lines", cart)
	}
	if orders := getList(t, anna, "/orders"); len(orders) != 0 {
		t.Errorf("orders = %v, want none", orders)
	}
}

func TestOneGetsTheLastOne(t *testing.T) {
	admin := newAPI(t)
	product := stocked(t, admin, 1250, 1)
	customers := make([]http.Handler, 4)
	for i := range customers {
		customers[i] = customer(t, admin)
		putIntoCart(t, customers[i], product, 1)
	}
	got := atOnce(len(customers), func(i int) int {
		status, _ := call(t, customers[i], http.MethodPost, "/checkout", address())
		return status
	})
	if got[http.StatusCreated] != 1 || got[http.StatusConflict] != 3 {
		t.Errorf("answers by status = %v, want one 201 and three 409", got)
	}
}

func TestOrdersAreTheirCustomersOwn(t *testing.T) {
	admin := newAPI(t)
	anna, ben := customer(t, admin), customer(t, admin)
	putIntoCart(t, anna, stocked(t, admin, 1250, 5), 1)
	path := itemPath("/orders", create(t, anna, "/checkout", address()))
	for _, path := range []string{path, path + "/lines"} {
		if status, _ := call(t, ben, http.MethodGet, path, nil); status != http.StatusNotFound {
			t.Errorf("GET %s by another = %d, want 404", path, status)
		}
		if status, _ := call(t, nobody(admin), http.MethodGet, path, nil); status != http.StatusUnauthorized {
			t.Errorf("GET %s by nobody = %d, want 401", path, status)
		}
		for _, id := range []string{"/orders/4711", "/orders/4711/lines"} {
			if status, _ := call(t, anna, http.MethodGet, id, nil); status != http.StatusNotFound {
				t.Errorf("GET %s = %d, want 404", id, status)
			}
		}
	}
	if status, _ := call(t, nobody(admin), http.MethodGet, "/orders", nil); status != http.StatusUnauthorized {
		t.Errorf("GET /orders by nobody = %d, want 401", status)
	}
	for name, c := range map[string]struct {
		who   http.Handler
		count int
	}{"the customer": {anna, 1}, "another": {ben, 0}, "the admin": {admin, 1}} {
		if list := getList(t, c.who, "/orders"); len(list) != c.count {
			t.Errorf("the list of %s = %v, want %d", name, list, c.count)
		}
	}
	holds(t, get(t, admin, path), map[string]any{"customer": get(t, anna, "/me")["id"]})
}

func TestOrdersAreListed(t *testing.T) {
	admin := newAPI(t)
	anna := customer(t, admin)
	product := stocked(t, admin, 1250, 5)
	order := func(address string) map[string]any {
		putIntoCart(t, anna, product, 1)
		return create(t, anna, "/checkout", map[string]any{"address": address})
	}
	older, newer := order("1 Harbor Street"), order("2 Hill Road")
	for query, want := range map[string]any{
		"?limit=1":          newer["id"],
		"?limit=1&offset=1": older["id"],
		"?sort=id&limit=1":  older["id"],
		"?q=HARBOR":         older["id"],
	} {
		if list := getList(t, anna, "/orders"+query); len(list) != 1 || list[0]["id"] != want {
			t.Errorf("GET /orders%s = %v, want only %v", query, list, want)
		}
	}
	for _, query := range []string{"?limit=0", "?sort=nothing", "?offset=-1"} {
		if status, _ := call(t, anna, http.MethodGet, "/orders"+query, nil); status != http.StatusBadRequest {
			t.Errorf("GET /orders%s = %d, want 400", query, status)
		}
	}
}

func TestAnOrderIsShippedOnce(t *testing.T) {
	admin := newAPI(t)
	anna := customer(t, admin)
	putIntoCart(t, anna, stocked(t, admin, 1250, 5), 1)
	path := itemPath("/orders", create(t, anna, "/checkout", address()))
	status, answer := call(t, admin, http.MethodPost, path+"/ship", nil)
	if status != http.StatusOK {
		t.Fatalf("ship = %d %v, want 200", status, answer)
	}
	for _, order := range []map[string]any{answer.(map[string]any), get(t, anna, path)} {
		holds(t, order, map[string]any{"status": "shipped", "total": 1250})
	}
	for path, want := range map[string]int{
		path + "/ship": http.StatusConflict, "/orders/4711/ship": http.StatusNotFound, "/orders/first/ship": http.StatusBadRequest,
	} {
		if status, _ := call(t, admin, http.MethodPost, path, nil); status != want {
			t.Errorf("POST %s = %d, want %d", path, status, want)
		}
	}
	for _, path := range []string{"/orders/first", "/orders/first/lines"} {
		if status, _ := call(t, admin, http.MethodGet, path, nil); status != http.StatusBadRequest {
			t.Errorf("GET %s = %d, want 400", path, status)
		}
	}
}

func TestTheCarrierIsToldOfWhatIsShipped(t *testing.T) {
	clock, parcels := time.Now, &fakeCarrier{refuses: true}
	admin := newAPIWith(t, &clock, parcels)
	anna := customer(t, admin)
	putIntoCart(t, anna, stocked(t, admin, 1250, 5), 1)
	order := create(t, anna, "/checkout", address())
	path := itemPath("/orders", order)
	if status, _ := call(t, admin, http.MethodPost, path+"/ship", nil); status != http.StatusBadGateway {
		t.Errorf("ship what the carrier refuses = %d, want 502", status)
	}
	holds(t, get(t, admin, path), map[string]any{"status": "placed"})
	parcels.refuses = false
	for _, want := range []int{http.StatusOK, http.StatusConflict} {
		if status, _ := call(t, admin, http.MethodPost, path+"/ship", nil); status != want {
			t.Errorf("ship = %d, want %d", status, want)
		}
	}
	if len(parcels.orders) != 1 || float64(parcels.orders[0]) != order["id"] {
		t.Errorf("the carrier was told of %v, want %v once", parcels.orders, order["id"])
	}
}

func TestSalesAddUpWhatWasPaid(t *testing.T) {
	admin := newAPI(t)
	anna := customer(t, admin)
	if sales := getList(t, admin, "/sales"); len(sales) != 0 {
		t.Errorf("sales before any order = %v, want none", sales)
	}
	teapot, cup := stocked(t, admin, 1250, 9), stocked(t, admin, 300, 9)
	for _, price := range []int{1250, 2000} {
		body := map[string]any{"name": teapot["name"], "price": price}
		if status, _ := call(t, admin, http.MethodPut, itemPath("/products", teapot), body); status != http.StatusOK {
			t.Fatalf("price = %d, want 200", status)
		}
		putIntoCart(t, anna, teapot, 2)
		create(t, anna, "/checkout", address())
	}
	putIntoCart(t, anna, cup, 1)
	create(t, anna, "/checkout", address())
	sales := getList(t, admin, "/sales")
	if len(sales) != 2 {
		t.Fatalf("sales = %v, want two products", sales)
	}
	holds(t, sales[0], map[string]any{"product": teapot["id"], "name": teapot["name"], "sold": 4, "revenue": 6500})
	holds(t, sales[1], map[string]any{"product": cup["id"], "name": cup["name"], "sold": 1, "revenue": 300})
}

// atOnce counts the statuses of so many calls that are made side by side.
func atOnce(count int, send func(number int) int) map[int]int {
	statuses := make([]int, count)
	var running sync.WaitGroup
	for i := range statuses {
		running.Add(1)
		go func() {
			defer running.Done()
			statuses[i] = send(i)
		}()
	}
	running.Wait()
	got := map[int]int{}
	for _, status := range statuses {
		got[status]++
	}
	return got
}
