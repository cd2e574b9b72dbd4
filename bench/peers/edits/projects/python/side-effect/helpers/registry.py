shifts = []
