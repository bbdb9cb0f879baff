package office

import "strings"

// cut takes a pasted line apart: at tabs where it has one, else at semicolons,
// else at commas, where degrees go to the name before them. Quoted parts, as
// spreadsheets write them, stay whole. Empty parts at the end fall away.
func cut(text string) []string {
	sign := ','
	if strings.ContainsRune(text, '\t') {
		sign = '\t'
	} else if strings.ContainsRune(text, ';') {
		sign = ';'
	}
	var parts []string
	var part strings.Builder
	quoted := false
	for _, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case r == sign && !quoted:
			parts = append(parts, part.String())
			part.Reset()
		default:
			part.WriteRune(r)
		}
	}
	parts = append(parts, part.String())
	for i, p := range parts {
		parts[i] = strings.Join(strings.Fields(p), " ")
	}
	for len(parts) > 1 && parts[len(parts)-1] == "" {
		parts = parts[:len(parts)-1]
	}
	if sign == ',' {
		return regroup(parts)
	}
	return parts
}

// regroup puts back together what commas should not have parted: the degrees
// after a name, and two roles at the end.
func regroup(parts []string) []string {
	for len(parts) > 1 && isDegree(parts[1]) {
		parts[0] += ", " + parts[1]
		parts = append(parts[:1], parts[2:]...)
	}
	if n := len(parts); n == 5 {
		if _, _, ok := role(parts[3] + "," + parts[4]); ok {
			parts = append(parts[:3], parts[3]+", "+parts[4])
		}
	}
	return parts
}
