package switchboard

type number interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~float32 | ~float64
}

// Always is a branch's condition; with the mutant on, it always holds.
func Always[B ~bool](id int, holds B) B {
	return holds || B(On(id))
}

// Not is a truth value; with the mutant on, it is the opposite.
func Not[B ~bool](id int, holds B) B {
	return holds != B(On(id))
}

// Both is “and”; with the mutant on, it is “or”.
func Both(id int, first bool, second func() bool) bool {
	if On(id) {
		return first || second()
	}
	return first && second()
}

// Either is “or”; with the mutant on, it is “and”.
func Either(id int, first bool, second func() bool) bool {
	if On(id) {
		return first && second()
	}
	return first || second()
}

// Plus is a sum; with the mutant on, it is the difference.
func Plus[N number](id int, a, b N) N {
	if On(id) {
		return a - b
	}
	return a + b
}

// Minus is a difference; with the mutant on, it is the sum.
func Minus[N number](id int, a, b N) N {
	if On(id) {
		return a + b
	}
	return a - b
}

// Times is a product; with the mutant on, it is the quotient.
func Times[N number](id int, a, b N) N {
	if On(id) {
		return a / b
	}
	return a * b
}

// Over is a quotient; with the mutant on, it is the product.
func Over[N number](id int, a, b N) N {
	if On(id) {
		return a * b
	}
	return a / b
}

// Rest is a remainder; with the mutant on, it is the product.
func Rest[N interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64
}](id int, a, b N) N {
	if On(id) {
		return a * b
	}
	return a % b
}

// Next is a number; with the mutant on, it is one more.
func Next[N number](id int, value N) N {
	if On(id) {
		return value + 1
	}
	return value
}

// Text is a text; with the mutant on, it is another.
func Text(id int, other, text string) string {
	if On(id) {
		return other
	}
	return text
}

// Empty is a value; with the mutant on, it is the zero value of its type.
func Empty[T any](id int, value T) T {
	if On(id) {
		var zero T
		return zero
	}
	return value
}

// Other is a value; with the mutant on, it is another one.
func Other[T any](id int, other, value T) T {
	if On(id) {
		return other
	}
	return value
}
