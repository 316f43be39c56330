package flux

import "strings"

// escapeExpressions puts a further dollar sign before the `${...}` of the outermost level that keep names, which
// envsubst then copies as they are. A doubled dollar sign in the text is such an escape already.
func escapeExpressions(text string, keep func(name, rest string) bool) string {
	var out strings.Builder
	for text != "" {
		start := strings.IndexByte(text, '$')
		if start < 0 {
			break
		}
		out.WriteString(text[:start])
		text = text[start:]
		end := 1
		switch {
		case strings.HasPrefix(text, "$$"):
			end = 2
		case strings.HasPrefix(text, "${"):
			end = expressionEnd(text)
			if name, rest := nameOf(text[:end]); name != "" && keep(name, rest) {
				out.WriteByte('$')
			}
		}
		out.WriteString(text[:end])
		text = text[end:]
	}
	out.WriteString(text)
	return out.String()
}

// expressionEnd is the offset after the brace that closes the expression at the start of text; an expression that
// nothing closes ends with the text.
func expressionEnd(text string) int {
	depth := 0
	for at := 0; at < len(text); at++ {
		switch {
		case strings.HasPrefix(text[at:], "${"):
			depth++
			at++
		case text[at] == '}':
			if depth--; depth == 0 {
				return at + 1
			}
		}
	}
	return len(text)
}

// nameOf splits an expression into the name of its variable and what follows it, up to the closing brace.
func nameOf(expression string) (name, rest string) {
	inside := strings.TrimSuffix(strings.TrimPrefix(expression, "${"), "}")
	inside = strings.TrimPrefix(inside, "#")
	end := strings.IndexFunc(inside, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
	if end < 0 {
		return inside, ""
	}
	return inside[:end], inside[end:]
}
